#include "services/gateway/route.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "core/operations.hpp"

namespace suite::gateway {
namespace {

using Scopes = std::array<std::string_view, 1>;
constexpr Scopes kPushRoster{"roster:push"};
constexpr Scopes kWriteOrders{"orders:write"};
constexpr Scopes kWriteCatalogue{"catalogue:write"};
constexpr Scopes kReadEntitlements{"entitlements:read"};
constexpr Scopes kWriteResults{"results:write"};
constexpr Scopes kPullResults{"results:pull"};
constexpr std::array<std::string_view, 5> kAnyMachine{"roster:push", "orders:write", "entitlements:read",
                                                      "results:write", "results:pull"};

constexpr std::uint8_t kStaff = kCoordinator | kTeacher | kHelpdesk;
constexpr std::size_t kMiB = 1U << 20U;
constexpr std::chrono::seconds kQuick{2};
constexpr std::chrono::seconds kTimeline{5};  // of four databases
constexpr std::chrono::seconds kUpload{20};   // parts and files: parsed and on disk before the answer
constexpr std::chrono::seconds kDryRun{30};   // the whole batch, without a write

constexpr Route Counted(RouteClass as, Route route) {
    route.counted_as = as;
    return route;
}

// clang-format off
constexpr std::array kRoutes{
    // Basispoort pushes the roster
    Route{"POST", "/roster-batches",                            {0, kPushRoster},          "suite.roster.v1.RosterBatchService.OpenBatch", 201, Body::kJson}.MakesAt("/roster-batches/{batchId}"),
    Route{"PUT",  "/roster-batches/{batchId}/parts/{n}",        {0, kPushRoster},          "suite.roster.v1.RosterBatchService.PutPart", 200, Body::kRaw, 32 * kMiB, kUpload},
    Route{"POST", "/roster-batches/{batchId}/commit",           {0, kPushRoster},          "suite.roster.v1.RosterBatchService.CommitBatch", 202, Body::kJson, kMiB, kDryRun, true, "dryRun"}.MakesAt("/roster-batches/{batchId}"),
    Route{"GET",  "/roster-batches",                            {kHelpdesk, kPushRoster},  "suite.roster.v1.RosterBatchService.ListBatches"},
    Route{"GET",  "/roster-batches/{batchId}",                  {kHelpdesk, kPushRoster},  "suite.roster.v1.RosterBatchService.GetBatch"},
    Route{"GET",  "/roster-batches/{batchId}/rejections",       {kHelpdesk, kPushRoster},  "suite.roster.v1.RosterBatchService.ListBatchRejections"},
    Counted(RouteClass::kUpload, Route{"GET",  "/roster-batches/{batchId}/rejections.csv",   {kHelpdesk, kPushRoster},  "suite.roster.v1.RosterBatchService.ExportBatchRejections", 200, Body::kNone, kMiB, kUpload}),

    // A school's roster
    Route{"GET",  "/schools",                                   {kStaff, kAnyMachine},     "suite.roster.v1.RosterService.ListSchools"},
    Route{"GET",  "/schools/{schoolId}",                        {kStaff, {}},              "suite.roster.v1.RosterService.GetSchool"},
    Route{"GET",  "/schools/{schoolId}/groups",                 {kStaff, {}},              "suite.roster.v1.RosterService.ListGroups"},
    Route{"GET",  "/schools/{schoolId}/groups/{groupId}",       {kStaff, {}},              "suite.roster.v1.RosterService.GetGroup"}.Shows(operation::kGroupViewed),
    Route{"GET",  "/schools/{schoolId}/pupils",                 {kStaff, {}},              "suite.roster.v1.RosterService.ListPupils"}.Shows(operation::kPupilsViewed),
    Route{"GET",  "/schools/{schoolId}/teachers",               {kStaff, {}},              "suite.roster.v1.RosterService.ListTeachers"}.Shows(operation::kTeachersViewed),
    Route{"GET",  "/schools/{schoolId}/ict-coordinators",       {kStaff, {}},              "suite.roster.v1.RosterService.ListIctCoordinators"}.Shows(operation::kCoordinatorsViewed),
    Route{"POST", "/schools/{schoolId}/roster-imports",         {kCoordinator, {}},        "suite.roster.v1.RosterService.ImportEdexml", 201, Body::kRaw, 50 * kMiB, kUpload}.Shows(operation::kImportTried).MakesAt("/schools/{schoolId}/roster-imports/{importId}"),
    Route{"GET",  "/schools/{schoolId}/roster-imports",         {kCoordinator | kHelpdesk, {}}, "suite.roster.v1.RosterService.ListImports"},
    Route{"GET",  "/schools/{schoolId}/roster-imports/{importId}", {kCoordinator | kHelpdesk, {}}, "suite.roster.v1.RosterService.GetImport"}.Shows(operation::kImportViewed),
    Route{"GET",  "/schools/{schoolId}/roster-imports/{importId}/rejections", {kCoordinator | kHelpdesk, {}}, "suite.roster.v1.RosterService.ListImportRejections"}.Shows(operation::kImportViewed),
    Counted(RouteClass::kUpload, Route{"GET",  "/schools/{schoolId}/roster-imports/{importId}/rejections.csv", {kCoordinator | kHelpdesk, {}}, "suite.roster.v1.RosterService.ExportImportRejections", 200, Body::kNone, kMiB, kUpload}.Shows(operation::kImportViewed)),
    Route{"GET",  "/schools/{schoolId}/group-joins",            {kStaff, kReadEntitlements}, "suite.roster.v1.RosterCareService.ListGroupJoins"}.Shows(operation::kGroupJoinsViewed),

    // Held removals, reconciles
    Route{"GET",  "/held-removals",                             {kHelpdesk, {}},           "suite.roster.v1.RosterCareService.ListWaitingRemovals"},
    Route{"GET",  "/schools/{schoolId}/held-removals",          {kCoordinator | kHelpdesk, {}}, "suite.roster.v1.RosterCareService.ListHeldRemovals"},
    Route{"GET",  "/schools/{schoolId}/held-removals/{removalId}", {kCoordinator | kHelpdesk, {}}, "suite.roster.v1.RosterCareService.GetHeldRemoval"}.Shows(operation::kRemovalViewed),
    Route{"POST", "/schools/{schoolId}/held-removals/{removalId}/approve", {kCoordinator | kHelpdesk, {}}, "suite.roster.v1.RosterCareService.ApproveHeldRemoval", 200, Body::kJson},
    Route{"POST", "/schools/{schoolId}/held-removals/{removalId}/drop", {kCoordinator | kHelpdesk, {}}, "suite.roster.v1.RosterCareService.DropHeldRemoval", 200, Body::kJson},
    Route{"GET",  "/schools/{schoolId}/roster-reconciles",      {kCoordinator | kHelpdesk, {}}, "suite.roster.v1.RosterCareService.ListSchoolReconciles"},
    Route{"POST", "/schools/{schoolId}/roster-reconciles",      {kCoordinator | kHelpdesk, {}}, "suite.roster.v1.RosterCareService.ReconcileSchool", 202, Body::kJson, kMiB, kQuick, true}.MakesAt("/schools/{schoolId}/roster-reconciles/{reconcileId}"),
    Route{"GET",  "/schools/{schoolId}/roster-reconciles/{reconcileId}", {kCoordinator | kHelpdesk, {}}, "suite.roster.v1.RosterCareService.GetSchoolReconcile"},
    Route{"GET",  "/roster-reconciles",                         {kHelpdesk, {}},           "suite.roster.v1.RosterCareService.ListReconciles"},
    Route{"POST", "/roster-reconciles",                         {kHelpdesk, {}},           "suite.roster.v1.RosterCareService.ReconcileAll", 202, Body::kJson, kMiB, kQuick, true}.MakesAt("/roster-reconciles/{reconcileId}"),
    Route{"GET",  "/roster-reconciles/{reconcileId}",           {kHelpdesk, {}},           "suite.roster.v1.RosterCareService.GetReconcile"},

    // What is sold
    Route{"GET",  "/methods",                                   {kCoordinator | kHelpdesk, kWriteCatalogue}, "suite.licence.v1.CatalogueService.ListMethods"},
    Route{"GET",  "/methods/{methodId}",                        {kCoordinator | kHelpdesk, kWriteCatalogue}, "suite.licence.v1.CatalogueService.GetMethod"},
    Route{"PUT",  "/methods/{methodId}",                        {0, kWriteCatalogue},      "suite.licence.v1.CatalogueService.PutMethod", 200, Body::kJson},
    Route{"DELETE", "/methods/{methodId}",                      {0, kWriteCatalogue},      "suite.licence.v1.CatalogueService.DeleteMethod"},
    Route{"GET",  "/products",                                  {kCoordinator | kHelpdesk, kWriteCatalogue}, "suite.licence.v1.CatalogueService.ListProducts"},
    Route{"GET",  "/products/{productId}",                      {kCoordinator | kHelpdesk, kWriteCatalogue}, "suite.licence.v1.CatalogueService.GetProduct"},
    Route{"PUT",  "/products/{productId}",                      {0, kWriteCatalogue},      "suite.licence.v1.CatalogueService.PutProduct", 200, Body::kJson},
    Route{"DELETE", "/products/{productId}",                    {0, kWriteCatalogue},      "suite.licence.v1.CatalogueService.DeleteProduct"},

    // Licences
    Route{"PUT",  "/orders/{orderLineId}",                      {0, kWriteOrders},         "suite.licence.v1.LicenceService.PutOrder", 200, Body::kJson},
    Route{"POST", "/orders/{orderLineId}/resume",               {0, kWriteOrders},         "suite.licence.v1.TermsService.ResumeOrder",         200, Body::kJson, kMiB, kQuick, true},
    Route{"POST", "/orders/{orderLineId}/terminate",            {0, kWriteOrders},         "suite.licence.v1.TermsService.TerminateOrder", 200, Body::kJson, kMiB, kQuick, true},
    Route{"GET",  "/schools/{schoolId}/licences",               {kCoordinator | kHelpdesk, {}}, "suite.licence.v1.LicenceService.ListLicences"},
    Route{"GET",  "/schools/{schoolId}/licences/{licenceId}",   {kCoordinator | kHelpdesk, {}}, "suite.licence.v1.LicenceService.GetLicence"},
    Route{"PUT",  "/schools/{schoolId}/licences/{licenceId}/groups/{groupId}",    {kCoordinator, {}}, "suite.licence.v1.LicenceService.LinkGroup"},
    Route{"DELETE", "/schools/{schoolId}/licences/{licenceId}/groups/{groupId}",  {kCoordinator, {}}, "suite.licence.v1.LicenceService.UnlinkGroup"},
    Route{"POST", "/schools/{schoolId}/licences/{licenceId}/terminate", {kCoordinator, {}}, "suite.licence.v1.TermsService.TerminateLicence", 200, Body::kJson, kMiB, kQuick, true},
    Route{"POST", "/schools/{schoolId}/licences/{licenceId}/resume", {kCoordinator, {}}, "suite.licence.v1.TermsService.ResumeLicence", 200, Body::kJson, kMiB, kQuick, true},
    Route{"GET",  "/schools/{schoolId}/licence-reminders",      {kCoordinator | kHelpdesk, {}}, "suite.licence.v1.TermsService.ListLicenceReminders"},
    Route{"GET",  "/schools/{schoolId}/licence-forecast",       {kCoordinator | kHelpdesk, {}}, "suite.licence.v1.TermsService.GetLicenceForecast"}.Shows(operation::kForecastViewed),
    Route{"GET",  "/schools/{schoolId}/licences/{licenceId}/pupils", {kCoordinator | kHelpdesk, {}}, "suite.licence.v1.LinkService.ListLinkedPupils"}.Shows(operation::kLinkedPupilsViewed),
    Route{"PUT",  "/schools/{schoolId}/licences/{licenceId}/pupils/{personId}",   {kCoordinator, {}}, "suite.licence.v1.LinkService.LinkPupil"},
    Route{"DELETE", "/schools/{schoolId}/licences/{licenceId}/pupils/{personId}", {kCoordinator, {}}, "suite.licence.v1.LinkService.UnlinkPupil"},
    Route{"GET",  "/schools/{schoolId}/licences/{licenceId}/history", {kCoordinator | kHelpdesk, {}}, "suite.licence.v1.LinkService.ListHistory"}.Shows(operation::kLicenceHistoryViewed),
    Route{"GET",  "/schools/{schoolId}/licences/{licenceId}/access", {kCoordinator | kHelpdesk, {}}, "suite.licence.v1.LinkService.GetAccess"}.Shows(operation::kLicenceAccessViewed),
    Route{"GET",  "/schools/{schoolId}/licence-history",        {kCoordinator | kHelpdesk, {}}, "suite.licence.v1.LinkService.ListHistory"}.Shows(operation::kLicenceHistoryViewed),
    Route{"POST", "/schools/{schoolId}/licence-history/{number}/undo", {kCoordinator, {}}, "suite.licence.v1.LinkService.UndoLink"},
    Route{"POST", "/schools/{schoolId}/licence-links",          {kCoordinator, {}},        "suite.licence.v1.LinkService.ChangeLinks", 200, Body::kJson, kMiB, kUpload, false, "dryRun"},
    // Licences per child
    Route{"GET",  "/schools/{schoolId}/licences/{licenceId}/seats", {kCoordinator | kHelpdesk, {}}, "suite.licence.v1.SeatService.ListSeats"}.Shows(operation::kSeatsViewed),
    Route{"PUT",  "/schools/{schoolId}/licences/{licenceId}/seats/{personId}",    {kCoordinator, {}}, "suite.licence.v1.SeatService.AssignSeat"},
    Route{"DELETE", "/schools/{schoolId}/licences/{licenceId}/seats/{personId}",  {kCoordinator | kHelpdesk, {}}, "suite.licence.v1.SeatService.TakeSeatBack"},
    Route{"POST", "/schools/{schoolId}/licences/{licenceId}/seats/{personId}/correction-requests", {kCoordinator, {}}, "suite.licence.v1.SeatService.AskCorrection", 201, Body::kJson, kMiB, kQuick, true},
    Route{"GET",  "/schools/{schoolId}/licences/{licenceId}/waiting", {kCoordinator | kHelpdesk, {}}, "suite.licence.v1.SeatService.ListWaiting"}.Shows(operation::kWaitingListViewed),
    Route{"PUT",  "/schools/{schoolId}/licences/{licenceId}/waiting/{personId}",  {kCoordinator, {}}, "suite.licence.v1.SeatService.JoinWaitingList"},
    Route{"DELETE", "/schools/{schoolId}/licences/{licenceId}/waiting/{personId}", {kCoordinator, {}}, "suite.licence.v1.SeatService.LeaveWaitingList"},
    Route{"GET",  "/seat-corrections",                          {kHelpdesk, {}},           "suite.licence.v1.SeatService.ListCorrections"}.Shows(operation::kCorrectionsViewed),
    Route{"GET",  "/schools/{schoolId}/seat-corrections",       {kCoordinator | kHelpdesk, {}}, "suite.licence.v1.SeatService.ListSchoolCorrections"}.Shows(operation::kCorrectionsViewed),
    Route{"POST", "/schools/{schoolId}/seat-corrections/{correctionId}/grant",    {kHelpdesk, {}}, "suite.licence.v1.SeatService.GrantCorrection", 200, Body::kJson},
    Route{"POST", "/schools/{schoolId}/seat-corrections/{correctionId}/refuse",   {kHelpdesk, {}}, "suite.licence.v1.SeatService.RefuseCorrection", 200, Body::kJson},

    // Entitlements
    Counted(RouteClass::kCheck, Route{"GET",  "/entitlements",                              {0, kReadEntitlements},    "suite.licence.v1.EntitlementService.CheckEntitlement"}),
    Counted(RouteClass::kCheck, Route{"POST", "/entitlements/check",                        {0, kReadEntitlements},    "suite.licence.v1.EntitlementService.CheckEntitlements", 200, Body::kJson}),
    Counted(RouteClass::kCheck, Route{"GET",  "/entitlements/products",                     {0, kReadEntitlements},    "suite.licence.v1.EntitlementService.ListEntitledProducts"}),
    Counted(RouteClass::kCheck, Route{"GET",  "/entitlements/probe",                        {0, kReadEntitlements},    "suite.licence.v1.EntitlementService.Probe"}),
    Route{"GET",  "/schools/{schoolId}/persons/{personId}/products", {kStaff, {}},         "suite.licence.v1.EntitlementService.ListPersonProducts"}.Shows(operation::kPersonProductsViewed),
    Route{"GET",  "/schools/{schoolId}/persons/{personId}/products/{productId}/explanation", {kStaff, {}}, "suite.licence.v1.EntitlementService.ExplainEntitlement"}.Shows(operation::kExplanationViewed),

    // What groups and licences probably belong together
    Route{"GET",  "/schools/{schoolId}/link-proposals",         {kCoordinator | kHelpdesk, {}}, "suite.licence.v1.ProposalService.ListProposals"},
    Route{"POST", "/schools/{schoolId}/link-proposals/accept",  {kCoordinator, {}},        "suite.licence.v1.ProposalService.AcceptProposals", 200, Body::kJson},
    Route{"POST", "/schools/{schoolId}/link-proposals/{proposalId}/accept", {kCoordinator, {}}, "suite.licence.v1.ProposalService.AcceptProposal"},
    Route{"POST", "/schools/{schoolId}/link-proposals/{proposalId}/drop", {kCoordinator, {}}, "suite.licence.v1.ProposalService.DropProposal"},

    // Icons at Basispoort
    Route{"GET",  "/schools/{schoolId}/licences/{licenceId}/visibility", {kCoordinator | kHelpdesk, {}}, "suite.licence.v1.VisibilityService.GetVisibility"}.Shows(operation::kVisibilityViewed),
    Route{"POST", "/basispoort-users/repair",                   {kHelpdesk, {}},           "suite.licence.v1.VisibilityService.RepairUsers", 202, Body::kJson},

    // Pincodes
    Route{"GET",  "/schools/{schoolId}/groups/{groupId}/pincodes", {kCoordinator | kTeacher, {}}, "suite.pincode.v1.PincodeService.ListGroupPincodes"}.Shows(operation::kPincodesViewed),

    // From where the school's pupils come in
    Route{"GET",  "/schools/{schoolId}/known-addresses",        {kCoordinator | kHelpdesk, {}}, "suite.access.v1.AccessService.ListKnownAddresses"},
    Route{"POST", "/schools/{schoolId}/known-addresses",        {kCoordinator | kHelpdesk, {}}, "suite.access.v1.AccessService.AddKnownAddress", 201, Body::kJson},
    Route{"DELETE", "/schools/{schoolId}/known-addresses/{addressId}", {kCoordinator | kHelpdesk, {}}, "suite.access.v1.AccessService.RemoveKnownAddress"},
    Route{"GET",  "/schools/{schoolId}/known-addresses/mine",   {kCoordinator | kHelpdesk, {}}, "suite.access.v1.AccessService.GetCallerAddress"},
    Counted(RouteClass::kCheck, Route{"GET",  "/schools/{schoolId}/at-school",              {kStaff, kReadEntitlements}, "suite.access.v1.AccessService.CheckAtSchool"}),
    Route{"GET",  "/schools/{schoolId}/start-urls",             {kCoordinator | kHelpdesk, {}}, "suite.access.v1.AccessService.ListStartUrls"},

    // Who saw or changed what
    Route{"GET",  "/schools/{schoolId}/audit-entries",          {kCoordinator | kHelpdesk, {}}, "suite.audit.v1.AuditService.ListAuditEntries", 200, Body::kNone, kMiB, kTimeline}.Shows(operation::kAuditViewed),

    // Results
    Route{"GET",  "/schools/{schoolId}/result-connections",     {kCoordinator | kHelpdesk, {}}, "suite.results.v1.ResultService.ListConnections"},
    Route{"POST", "/schools/{schoolId}/result-connections",     {kCoordinator, {}},        "suite.results.v1.ResultService.AddConnection", 201, Body::kJson},
    Route{"POST", "/results",                                   {0, kWriteResults},        "suite.results.v1.ResultService.HandInResults", 200, Body::kJson},
    Counted(RouteClass::kPull, Route{"GET",  "/las/results",                               {0, kPullResults},         "suite.results.v1.ResultService.PullResults"}),
};
// clang-format on

}  // namespace

bool Allow::Permits(const Actor& actor) const {
    switch (actor.role) {
        case Role::kCoordinator:
            return (roles & kCoordinator) != 0;
        case Role::kTeacher:
            return (roles & kTeacher) != 0;
        case Role::kHelpdesk:
            return (roles & kHelpdesk) != 0;
        case Role::kMachine:
            return std::ranges::any_of(scopes, [&](std::string_view scope) { return actor.Has(scope); });
        case Role::kNone:
            return false;
    }
    return false;
}

RouteClass ClassOf(const Route& route) {
    if (route.counted_as) return *route.counted_as;
    if (route.body == Body::kRaw) return RouteClass::kUpload;
    return route.method == "GET" ? RouteClass::kRead : RouteClass::kWrite;
}

std::span<const Route> Routes() { return kRoutes; }

std::span<const std::string_view> KnownScopes() {
    static const auto kScopes = [] {
        std::set<std::string_view> scopes;
        for (const auto& route : kRoutes) scopes.insert(route.allow.scopes.begin(), route.allow.scopes.end());
        return std::vector<std::string_view>(scopes.begin(), scopes.end());
    }();
    return kScopes;
}

}  // namespace suite::gateway
