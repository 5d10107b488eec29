// Everything that the audit log can say was done (ACC-06). An operation is a stable code that clients filter by, has a
// Dutch and an English sentence in services/gateway/audit_texts.cpp (a test holds the two lists together) and is never
// renamed: entries with it are chained by hash and stay.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace suite::operation {

#define SUITE_OPERATIONS(X)                                                                    \
    /* seen: written by the gateway, before the answer goes out */                             \
    X(kPupilsViewed, "pupils-viewed")                                                          \
    X(kGroupViewed, "group-viewed") /* with its pupils and teachers */                         \
    X(kTeachersViewed, "teachers-viewed")                                                      \
    X(kCoordinatorsViewed, "coordinators-viewed")                                              \
    X(kGroupJoinsViewed, "group-joins-viewed")                                                 \
    X(kImportViewed, "import-viewed") /* rejections name persons */                            \
    X(kImportTried, "import-tried")   /* a dry run; a real one is roster-imported */           \
    X(kRemovalViewed, "removal-viewed")                                                        \
    X(kLinkedPupilsViewed, "linked-pupils-viewed")                                             \
    X(kLicenceHistoryViewed, "licence-history-viewed")                                         \
    X(kLicenceAccessViewed, "licence-access-viewed")                                           \
    X(kForecastViewed, "forecast-viewed") /* who leaves a seat next school year */             \
    X(kSeatsViewed, "seats-viewed")                                                            \
    X(kWaitingListViewed, "waiting-list-viewed")                                               \
    X(kCorrectionsViewed, "corrections-viewed")                                                \
    X(kPersonProductsViewed, "person-products-viewed")                                         \
    X(kExplanationViewed, "explanation-viewed")                                                \
    X(kVisibilityViewed, "visibility-viewed")                                                  \
    X(kPincodesViewed, "pincodes-viewed")                                                      \
    X(kAuditViewed, "audit-viewed")                                                            \
    X(kResultsPulled, "results-pulled") /* by a LAS: written by result-exchange */             \
    /* changed: written by the service that owns the data, in the change's transaction */      \
    X(kRosterImported, "roster-imported") /* an EDEXML file, by hand */                        \
    X(kRemovalApproved, "removal-approved")                                                    \
    X(kRemovalDropped, "removal-dropped")                                                      \
    X(kLicenceTerminated, "licence-terminated")                                                \
    X(kLicenceResumed, "licence-resumed")                                                      \
    X(kGroupLinked, "group-linked")                                                            \
    X(kGroupUnlinked, "group-unlinked")                                                        \
    X(kPupilLinked, "pupil-linked")                                                            \
    X(kPupilUnlinked, "pupil-unlinked")                                                        \
    X(kProposalAccepted, "proposal-accepted")                                                  \
    X(kProposalDropped, "proposal-dropped")                                                    \
    X(kSeatAssigned, "seat-assigned")                                                          \
    X(kSeatTakenBack, "seat-taken-back")                                                       \
    X(kWaitingListJoined, "waiting-list-joined")                                               \
    X(kWaitingListLeft, "waiting-list-left")                                                   \
    X(kCorrectionAsked, "correction-asked")                                                    \
    X(kCorrectionRefused, "correction-refused")                                                \
    X(kConnectionAdded, "connection-added")                                                    \
    X(kAddressAdded, "address-added") /* of the school's network */                            \
    X(kAddressRemoved, "address-removed")                                                      \
    X(kReconcileAsked, "reconcile-asked")                                                      \
    X(kOrderPlaced, "order-placed")                                                            \
    X(kOrderChanged, "order-changed")                                                          \
    X(kAuditEntriesDropped, "audit-entries-dropped") /* by sleutelctl; libs/audit/audit.hpp */ \
    X(kMethodChanged, "method-changed")              /* from here on the publisher's own */    \
    X(kMethodRemoved, "method-removed")                                                        \
    X(kProductChanged, "product-changed")                                                      \
    X(kProductRemoved, "product-removed")                                                      \
    X(kUsersRepaired, "users-repaired")

#define SUITE_DECLARE_OPERATION(name, text) inline constexpr std::string_view name = text;
SUITE_OPERATIONS(SUITE_DECLARE_OPERATION)
#undef SUITE_DECLARE_OPERATION

#define SUITE_LIST_OPERATION(name, text) name,
inline constexpr std::array kAll = {SUITE_OPERATIONS(SUITE_LIST_OPERATION)};
#undef SUITE_LIST_OPERATION

[[nodiscard]] inline bool IsKnown(std::string_view operation) {
    return std::ranges::find(kAll, operation) != kAll.end();
}

}  // namespace suite::operation
