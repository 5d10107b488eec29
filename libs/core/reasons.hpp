// Every reason an Error can carry. A reason is the stable code that a client programs against: it is the last path
// segment of a problem's `type`, has a Dutch and an English text in services/gateway/problem_texts.hpp (a test holds
// the two lists together) and is never renamed.
#pragma once

#include <array>
#include <string_view>

namespace suite::reason {

#define SUITE_REASONS(X)                                                                                    \
    /* any caller */                                                                                        \
    X(kInvalidRequest, "invalid-request") /* a field, parameter or the JSON itself is wrong */              \
    X(kInvalidBody, "invalid-body")       /* body is not what its media type says */                        \
    X(kInvalidCursor, "invalid-cursor")   /* cursor not made by us for this list */                         \
    X(kBodyTooLarge, "body-too-large")                                                                      \
    X(kUriTooLong, "uri-too-long")                                                                          \
    X(kUnsupportedMediaType, "unsupported-media-type")                                                      \
    X(kMethodNotAllowed, "method-not-allowed")                                                              \
    X(kNotFound, "not-found")                                                                               \
    X(kUnauthenticated, "unauthenticated") /* no token, or one that is not valid (any more) */              \
    X(kForbidden, "forbidden")             /* role or scope may not do this */                              \
    X(kInvalidClient, "invalid-client")    /* RFC 6749 §5.2 */                                              \
    X(kUnavailable, "unavailable")         /* a service or database behind does not answer */               \
    X(kStorageFull, "storage-full")        /* no room on disk: nothing was stored */                        \
    X(kStorageFailed, "storage-failed")    /* the disk refuses to read or write: nothing was stored */      \
    X(kDeadlineExceeded, "deadline-exceeded")                                                               \
    X(kOverloaded, "overloaded")                                                                            \
    X(kConflict, "conflict") /* somebody else changed it at the same time */                                \
    X(kInternal, "internal")                                                                                \
    X(kUnimplemented, "unimplemented")                                                                      \
    /* roster */                                                                                            \
    X(kSchoolUnknown, "school-unknown")                                                                     \
    X(kGroupUnknown, "group-unknown")                                                                       \
    X(kPersonUnknown, "person-unknown")                                                                     \
    X(kBatchUnknown, "batch-unknown")                                                                       \
    X(kBatchStale, "batch-stale")           /* sequence not above the newest one */                         \
    X(kBatchClosed, "batch-closed")         /* parts come only while the batch is open */                   \
    X(kBatchIncomplete, "batch-incomplete") /* commit with no part, or with a part missing */               \
    X(kBatchDiffers, "batch-differs")       /* same source and sequence, other kind */                      \
    X(kInvalidRecord, "invalid-record")     /* a line of a part cannot be read */                           \
    X(kImportUnknown, "import-unknown")                                                                     \
    X(kInvalidEdexml, "invalid-edexml")                                                                     \
    X(kOtherSchool, "other-school")          /* the file is of another school */                            \
    X(kSchoolYearEnded, "school-year-ended") /* needs ?acceptSchoolYear= */                                 \
    X(kBatchTooLarge, "batch-too-large")     /* one school's records do not fit in memory */                \
    X(kRemovalUnknown, "removal-unknown")                                                                   \
    X(kRemovalDecided, "removal-decided") /* was approved, dropped or replaced before */                    \
    X(kRemovalExpired, "removal-expired") /* nobody decided within 14 days */                               \
    X(kReconcileUnknown, "reconcile-unknown")                                                               \
    X(kBasispoortOff, "basispoort-off") /* no access to Basispoort is set up here */                        \
    X(kFeedTooFarBehind, "feed-too-far-behind")                                                             \
    X(kInvalidAnswer, "invalid-answer") /* a source answered something it never promised */                 \
    /* licences */                                                                                          \
    X(kLicenceUnknown, "licence-unknown")                                                                   \
    X(kLicenceNotForGroups, "licence-not-for-groups") /* a licence per child cannot be linked to a group */ \
    X(kLicenceEnded, "licence-ended")                                                                       \
    X(kOrderOtherSchool, "order-other-school")        /* an order line cannot move to another school */     \
    X(kLicencePerChild, "licence-per-child")          /* takes no pupils beside it: it has seats */         \
    X(kLicenceNotForPupils, "licence-not-for-pupils") /* a licence for groups has no seats */               \
    X(kNotAPupil, "not-a-pupil")                      /* staff take no seat */                              \
    X(kPupilInactive, "pupil-inactive")                                                                     \
    X(kSeatsExhausted, "seats-exhausted")                                                                   \
    X(kSeatFinal, "seat-final")     /* the school cannot take a seat back, the helpdesk can */              \
    X(kSeatUnknown, "seat-unknown") /* the pupil has no seat of this licence */                             \
    X(kReplacementUnfit, "replacement-unfit")                                                               \
    X(kCorrectionUnknown, "correction-unknown")                                                             \
    X(kCorrectionOpen, "correction-open")       /* another request for the same seat waits */               \
    X(kCorrectionDecided, "correction-decided") /* was granted or refused before */                         \
    X(kCorrectionLapsed, "correction-lapsed")   /* the seat became free in another way */                   \
    X(kHistoryUnknown, "history-unknown")                                                                   \
    X(kUndoOutdated, "undo-outdated") /* something about the pair came later */                             \
    X(kUndoSeat, "undo-seat")         /* a licence per child is the helpdesk's to take back */              \
    X(kUndoOther, "undo-other")       /* waiting list and terms have ways of their own */                   \
    X(kProposalUnknown, "proposal-unknown")                                                                 \
    X(kProposalDecided, "proposal-decided")               /* was accepted, dropped or overtaken before */   \
    X(kLicenceKindNotOffered, "licence-kind-not-offered") /* the product has no licences of that kind */    \
    X(kLicenceNotRenewing, "licence-not-renewing")        /* ends by itself: nothing to terminate */        \
    X(kTerminationFinal, "termination-final")             /* its deadline has passed */                     \
    X(kOrderUnknown, "order-unknown")                                                                       \
    X(kMethodUnknown, "method-unknown")                                                                     \
    X(kProductUnknown, "product-unknown")                                                                   \
    X(kMethodInUse, "method-in-use")   /* has products */                                                   \
    X(kProductInUse, "product-in-use") /* has licences */                                                   \
    /* access */                                                                                            \
    X(kTwoCredentials, "two-credentials") /* a session cookie and a bearer token */                         \
    X(kNotOwnPage, "not-own-page")        /* a write by cookie that no page of ours sent */                 \
    X(kChooseSchool, "choose-school")     /* signed in, works at several schools, none chosen yet */        \
    X(kNoAccess, "no-access")             /* signed in, but works at no school that is known here */        \
    X(kSignInOff, "sign-in-off")          /* no provider to sign in with is set up here */                  \
    X(kSignInFailed, "sign-in-failed")                                                                      \
    X(kSignInUnavailable, "sign-in-unavailable") /* the provider does not answer */                         \
    X(kRateLimited, "rate-limited")                                                                         \
    X(kKeyReused, "idempotency-key-reused")           /* same key, other request */                         \
    X(kRequestRunning, "request-running")             /* same key, the first one is being done */           \
    X(kPreconditionFailed, "precondition-failed")     /* If-Match names another version */                  \
    X(kPreconditionRequired, "precondition-required") /* If-Match is missing */                             \
    X(kAddressInvalid, "address-invalid")             /* no IP address, network or range */                 \
    X(kAddressNotPublic, "address-not-public")        /* private, loopback, documentation, ... */           \
    X(kAddressTooWide, "address-too-wide")            /* more addresses than a school has */                \
    X(kAddressOverlaps, "address-overlaps")           /* the school has some of these already */            \
    X(kAddressesExhausted, "addresses-exhausted")     /* the school has as many as it can have */           \
    X(kAddressUnknown, "address-unknown")                                                                   \
    X(kNotAtSchool, "not-at-school")  /* a start address that works at school only */                       \
    X(kStartUnknown, "start-unknown") /* no such start address */                                           \
    /* results */                                                                                           \
    X(kConnectionExists, "connection-exists")                                                               \
    X(kLasUnknown, "las-unknown")                                                                           \
    X(kVersionOutdated, "version-outdated") /* a higher version of the result is held */                    \
    X(kVersionDiffers, "version-differs")   /* same version of the result, other content */                 \
    X(kResultFixed, "result-fixed")         /* a correction keeps the school and the kind */

#define SUITE_DECLARE_REASON(name, text) inline constexpr std::string_view name = text;
SUITE_REASONS(SUITE_DECLARE_REASON)
#undef SUITE_DECLARE_REASON

#define SUITE_LIST_REASON(name, text) name,
inline constexpr std::array kAll = {SUITE_REASONS(SUITE_LIST_REASON)};
#undef SUITE_LIST_REASON

}  // namespace suite::reason
