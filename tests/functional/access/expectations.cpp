#include "tests/functional/access/expectations.hpp"

#include <algorithm>
#include <array>

namespace suite::testing {
namespace {

constexpr std::array kParameters{
    Parameter{"schoolId", Names::kSchool},  // never whole: of an erased one stays that it was there
    Parameter{"groupId", Names::kOfSchool, Goes::kAway},
    Parameter{"personId", Names::kOfSchool, Goes::kAway},
    Parameter{"replacementPersonId", Names::kOfSchool, Goes::kAway},
    Parameter{"basispoortId", Names::kOfSchool, Goes::kAway, /*numeric=*/true},  // a pupil's
    Parameter{"licenceId", Names::kOfSchool, Goes::kOnRecord},                   // cancelled
    // A delivery and a comparison are over when they are there, and are kept for a term of at least a day.
    Parameter{"importId", Names::kOfSchool, Goes::kNever},
    Parameter{"reconcileId", Names::kOfSchool, Goes::kNever},
    Parameter{"removalId", Names::kOfSchool, Goes::kOnRecord},     // dropped
    Parameter{"correctionId", Names::kOfSchool, Goes::kOnRecord},  // refused
    Parameter{"proposalId", Names::kOfSchool, Goes::kOnRecord},    // dropped
    Parameter{"addressId", Names::kOfSchool, Goes::kAway},
    // Of an entry in the school's history, which keeps them all: here of a link that has ended.
    Parameter{"number", Names::kOfSchool, Goes::kOnRecord, /*numeric=*/true},
    Parameter{"batchId", Names::kOfSuite, Goes::kOnRecord},  // closed
    Parameter{"n", Names::kPublic, Goes::kNever, /*numeric=*/true},
    Parameter{"orderLineId", Names::kPublic},
    Parameter{"methodId", Names::kPublic},
    Parameter{"productId", Names::kPublic},
    Parameter{"startDate", Names::kPublic},
    Parameter{"endDate", Names::kPublic},
    Parameter{"today", Names::kPublic},
};

constexpr std::string_view kStaff = "coordinator teacher helpdesk";
constexpr std::string_view kManagers = "coordinator helpdesk";

// clang-format off
constexpr std::array kExpectations{
    // A browser's session: whoever brings a token has come to the wrong door.
    Expectation{"GET /session", "session"},
    Expectation{"PUT /session/school", "session", "200", "", R"({"schoolId":"{schoolId}"})"},

    // Basispoort pushes the roster
    Expectation{"POST /roster-batches", "roster:push", "201", "", R"({"source":"matrix","sequence":2,"kind":"delta"})"},
    Expectation{"PUT /roster-batches/{batchId}/parts/{n}", "roster:push", "200", "", "ndjson"},
    Expectation{"POST /roster-batches/{batchId}/commit", "roster:push", "202", "", R"({"parts":1})"},
    Expectation{"GET /roster-batches", "helpdesk roster:push"},
    Expectation{"GET /roster-batches/{batchId}", "helpdesk roster:push"},
    Expectation{"GET /roster-batches/{batchId}/rejections", "helpdesk roster:push"},
    Expectation{"GET /roster-batches/{batchId}/rejections.csv", "helpdesk roster:push"},

    // A school's roster
    Expectation{"GET /schools", "coordinator teacher helpdesk roster:push orders:write entitlements:read results:write results:pull", "200", "", "?basispoortId=1001"},
    Expectation{"GET /schools/{schoolId}", kStaff},
    Expectation{"GET /schools/{schoolId}/groups", kStaff},
    Expectation{"GET /schools/{schoolId}/groups/{groupId}", kStaff},
    Expectation{"GET /schools/{schoolId}/pupils", kStaff, "200", "", "?groupId={groupId}&basispoortId={basispoortId}"},
    Expectation{"GET /schools/{schoolId}/teachers", kStaff, "200", "", "?groupId={groupId}"},
    Expectation{"GET /schools/{schoolId}/ict-coordinators", kStaff, "200", "", "?groupId={groupId}"},
    Expectation{"POST /schools/{schoolId}/roster-imports", "coordinator", "201", "", "edexml"},
    Expectation{"GET /schools/{schoolId}/roster-imports", kManagers},
    Expectation{"GET /schools/{schoolId}/roster-imports/{importId}", kManagers},
    Expectation{"GET /schools/{schoolId}/roster-imports/{importId}/rejections", kManagers},
    Expectation{"GET /schools/{schoolId}/roster-imports/{importId}/rejections.csv", kManagers},
    Expectation{"GET /schools/{schoolId}/group-joins", "coordinator teacher helpdesk entitlements:read"},

    // Held removals, reconciles
    Expectation{"GET /held-removals", "helpdesk"},
    Expectation{"GET /schools/{schoolId}/held-removals", kManagers},
    Expectation{"GET /schools/{schoolId}/held-removals/{removalId}", kManagers},
    Expectation{"POST /schools/{schoolId}/held-removals/{removalId}/drop", kManagers, "200", "409 removal-decided", R"({"reason":"Vergissing."})"},
    Expectation{"POST /schools/{schoolId}/held-removals/{removalId}/approve", kManagers, "409 removal-decided", "", R"({"reason":"Klopt."})"},
    Expectation{"GET /schools/{schoolId}/roster-reconciles", kManagers},
    Expectation{"GET /schools/{schoolId}/roster-reconciles/{reconcileId}", kManagers},
    Expectation{"POST /schools/{schoolId}/roster-reconciles", kManagers, "202"},
    Expectation{"GET /roster-reconciles", "helpdesk"},
    Expectation{"GET /roster-reconciles/{reconcileId}", "helpdesk"},
    Expectation{"POST /roster-reconciles", "helpdesk", "202"},

    // What is sold
    Expectation{"GET /methods", "coordinator helpdesk catalogue:write"},
    Expectation{"GET /methods/{methodId}", "coordinator helpdesk catalogue:write"},
    Expectation{"PUT /methods/{methodId}", "catalogue:write", "200", "", R"({"name":"Cijferpad","subject":"rekenen","url":"https://cijferpad.example"})"},
    Expectation{"DELETE /methods/{methodId}", "catalogue:write", "409 method-in-use"},
    Expectation{"GET /products", "coordinator helpdesk catalogue:write"},
    Expectation{"GET /products/{productId}", "coordinator helpdesk catalogue:write"},
    Expectation{"PUT /products/{productId}", "catalogue:write", "200", "", R"({"methodId":"cijferpad","name":"Cijferpad groep 5","yearGroups":["5"],"kinds":["group"],"url":"https://cijferpad.example/cijferpad-5"})"},
    Expectation{"DELETE /products/{productId}", "catalogue:write", "409 product-in-use"},

    // Orders
    Expectation{"PUT /orders/{orderLineId}", "orders:write", "200", "", R"({"schoolId":"{schoolId}","contractNumber":"00000000000000009009","methodId":"cijferpad","productId":"cijferpad-8","title":"Cijferpad groep 8","kind":"group","startDate":"{startDate}","endDate":"{endDate}","yearGroups":["8"],"renews":true})"},
    Expectation{"POST /orders/{orderLineId}/terminate", "orders:write"},
    Expectation{"POST /orders/{orderLineId}/resume", "orders:write"},

    // Licences
    Expectation{"GET /schools/{schoolId}/licences", kManagers},
    Expectation{"GET /schools/{schoolId}/licences/{licenceId}", kManagers},
    Expectation{"PUT /schools/{schoolId}/licences/{licenceId}/groups/{groupId}", "coordinator"},
    Expectation{"DELETE /schools/{schoolId}/licences/{licenceId}/groups/{groupId}", "coordinator"},
    Expectation{"POST /schools/{schoolId}/licences/{licenceId}/terminate", "coordinator"},
    Expectation{"POST /schools/{schoolId}/licences/{licenceId}/resume", "coordinator"},
    Expectation{"GET /schools/{schoolId}/licence-reminders", kManagers},
    Expectation{"GET /schools/{schoolId}/licence-forecast", kManagers},
    Expectation{"GET /schools/{schoolId}/licences/{licenceId}/pupils", kManagers},
    Expectation{"PUT /schools/{schoolId}/licences/{licenceId}/pupils/{personId}", "coordinator"},
    Expectation{"DELETE /schools/{schoolId}/licences/{licenceId}/pupils/{personId}", "coordinator"},
    Expectation{"GET /schools/{schoolId}/licences/{licenceId}/history", kManagers, "200", "", "?groupId={groupId}", "groupId personId"},
    Expectation{"GET /schools/{schoolId}/licences/{licenceId}/history", kManagers, "200", "", "?personId={personId}", "groupId personId"},
    Expectation{"GET /schools/{schoolId}/licences/{licenceId}/access", kManagers},
    Expectation{"GET /schools/{schoolId}/audit-entries", kManagers},
    Expectation{"GET /schools/{schoolId}/licence-history", kManagers, "200", "", "?licenceId={licenceId}&groupId={groupId}", "groupId personId"},
    Expectation{"GET /schools/{schoolId}/licence-history", kManagers, "200", "", "?personId={personId}", "groupId personId"},
    Expectation{"POST /schools/{schoolId}/licence-history/{number}/undo", "coordinator", "200", "409 undo-outdated"},
    Expectation{"POST /schools/{schoolId}/licence-links", "coordinator", "200", "", R"({"link":[{"licenceId":"{licenceId}","groupId":"{groupId}"}],"unlink":[{"licenceId":"{licenceId}","personId":"{personId}"}]})"},
    // Licences per child
    Expectation{"GET /schools/{schoolId}/licences/{licenceId}/seats", kManagers},
    Expectation{"PUT /schools/{schoolId}/licences/{licenceId}/seats/{personId}", "coordinator"},
    Expectation{"GET /schools/{schoolId}/licences/{licenceId}/waiting", kManagers},
    Expectation{"PUT /schools/{schoolId}/licences/{licenceId}/waiting/{personId}", "coordinator"},
    Expectation{"DELETE /schools/{schoolId}/licences/{licenceId}/waiting/{personId}", "coordinator"},
    Expectation{"POST /schools/{schoolId}/licences/{licenceId}/seats/{personId}/correction-requests", "coordinator", "201", "", R"({"replacementPersonId":"{replacementPersonId}"})"},
    Expectation{"GET /seat-corrections", "helpdesk"},
    Expectation{"GET /schools/{schoolId}/seat-corrections", kManagers},
    Expectation{"POST /schools/{schoolId}/seat-corrections/{correctionId}/grant", "helpdesk", "200", "", R"({"reason":"Akkoord."})"},
    Expectation{"POST /schools/{schoolId}/seat-corrections/{correctionId}/refuse", "helpdesk", "409 correction-decided", "", R"({"reason":"Nee."})"},
    Expectation{"DELETE /schools/{schoolId}/licences/{licenceId}/seats/{personId}", kManagers, "200", "", "?reason=Vergissing"},

    // Entitlements
    Expectation{"GET /entitlements", "entitlements:read", "200", "", "?schoolId={schoolId}&personId={personId}&productId=cijferpad-5"},
    Expectation{"POST /entitlements/check", "entitlements:read", "200", "", R"({"checks":[{"schoolId":"{schoolId}","personId":"{personId}","productId":"cijferpad-5"}]})"},
    Expectation{"GET /entitlements/products", "entitlements:read", "200", "", "?schoolId={schoolId}&personId={personId}"},
    Expectation{"GET /entitlements/probe", "entitlements:read"},
    Expectation{"GET /schools/{schoolId}/persons/{personId}/products", kStaff},
    Expectation{"GET /schools/{schoolId}/persons/{personId}/products/{productId}/explanation", kStaff},

    // What groups and licences probably belong together
    Expectation{"GET /schools/{schoolId}/link-proposals", kManagers, "200", "", "?state=all"},
    Expectation{"POST /schools/{schoolId}/link-proposals/{proposalId}/accept", "coordinator", "200", "409 proposal-decided"},
    Expectation{"POST /schools/{schoolId}/link-proposals/{proposalId}/drop", "coordinator", "409 proposal-decided"},
    Expectation{"POST /schools/{schoolId}/link-proposals/accept", "coordinator", "200", "", R"({"ids":["{proposalId}"]})"},

    // Icons at Basispoort
    Expectation{"GET /schools/{schoolId}/licences/{licenceId}/visibility", kManagers},
    Expectation{"POST /basispoort-users/repair", "helpdesk", "202", "", R"({"productId":"cijferpad-5"})"},

    // Pincodes: never the helpdesk's
    Expectation{"GET /schools/{schoolId}/groups/{groupId}/pincodes", "coordinator teacher"},

    // From where the school's pupils come in: not to be told to any other school
    Expectation{"GET /schools/{schoolId}/known-addresses", kManagers},
    Expectation{"POST /schools/{schoolId}/known-addresses", kManagers, "201", "409 address-overlaps", R"({"address":"93.184.216.128/28","note":"gymzaal"})"},
    Expectation{"GET /schools/{schoolId}/known-addresses/mine", kManagers},
    Expectation{"DELETE /schools/{schoolId}/known-addresses/{addressId}", kManagers, "200", "404 address-unknown"},
    Expectation{"GET /schools/{schoolId}/at-school", "coordinator teacher helpdesk entitlements:read", "200", "", "?address=93.184.216.34"},
    Expectation{"GET /schools/{schoolId}/start-urls", kManagers, "200", "", "?methodId={methodId}&productId={productId}"},

    // Results
    Expectation{"GET /schools/{schoolId}/result-connections", kManagers},
    Expectation{"POST /schools/{schoolId}/result-connections", "coordinator", "201", "409 connection-exists", R"({"las":"momento","authorisationKey":"matrix-autorisatiesleutel"})"},
    Expectation{"POST /results", "results:write", "200", "", R"({"results":[{"resultKey":"matrix","version":1,"schoolId":"{schoolId}","personId":"{personId}","productId":"cijferpad-5","kind":"test","testCode":"t","takenOn":"{today}"}]})"},
    Expectation{"GET /las/results", "results:pull"},
};
// clang-format on

}  // namespace

std::span<const Expectation> Expectations() { return kExpectations; }

std::span<const Parameter> Parameters() { return kParameters; }

const Parameter* FindParameter(std::string_view name) {
    const auto* const it = std::ranges::find(kParameters, name, &Parameter::name);
    return it == kParameters.end() ? nullptr : it;
}

}  // namespace suite::testing
