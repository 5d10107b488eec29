#include "tests/functional/audit/change_walk.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <vector>

#include "audit/audit.hpp"

namespace suite::testing {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kDelivery = "a delivery for all schools; what a school gets of it is an import, on record";

// clang-format off
constexpr std::array kRows{
    Leaves{"POST /roster-batches", "", kDelivery},
    Leaves{"PUT /roster-batches/{batchId}/parts/{n}", "", kDelivery},
    Leaves{"POST /roster-batches/{batchId}/commit", "", kDelivery},
    Leaves{"POST /schools/{schoolId}/roster-imports", "roster-imported"},
    Leaves{"POST /schools/{schoolId}/held-removals/{removalId}/approve", "removal-approved"},
    Leaves{"POST /schools/{schoolId}/held-removals/{removalId}/drop", "removal-dropped"},
    Leaves{"POST /schools/{schoolId}/roster-reconciles", "reconcile-asked"},
    Leaves{"POST /roster-reconciles", "reconcile-asked", "", true},
    Leaves{"PUT /methods/{methodId}", "method-changed", "", true},
    Leaves{"DELETE /methods/{methodId}", "method-removed", "", true},
    Leaves{"PUT /products/{productId}", "product-changed", "", true},
    Leaves{"DELETE /products/{productId}", "product-removed", "", true},
    Leaves{"PUT /orders/{orderLineId}", "order-placed"},
    Leaves{"POST /orders/{orderLineId}/terminate", "licence-terminated"},
    Leaves{"POST /orders/{orderLineId}/resume", "licence-resumed"},
    Leaves{"PUT /schools/{schoolId}/licences/{licenceId}/groups/{groupId}", "group-linked"},
    Leaves{"DELETE /schools/{schoolId}/licences/{licenceId}/groups/{groupId}", "group-unlinked"},
    Leaves{"POST /schools/{schoolId}/licences/{licenceId}/terminate", "licence-terminated"},
    Leaves{"POST /schools/{schoolId}/licences/{licenceId}/resume", "licence-resumed"},
    Leaves{"PUT /schools/{schoolId}/licences/{licenceId}/pupils/{personId}", "pupil-linked"},
    Leaves{"DELETE /schools/{schoolId}/licences/{licenceId}/pupils/{personId}", "pupil-unlinked"},
    Leaves{"POST /schools/{schoolId}/licence-history/{number}/undo", "group-unlinked"},  // of a link
    Leaves{"POST /schools/{schoolId}/licence-links", "group-linked"},                    // of one link
    Leaves{"PUT /schools/{schoolId}/licences/{licenceId}/seats/{personId}", "seat-assigned"},
    Leaves{"DELETE /schools/{schoolId}/licences/{licenceId}/seats/{personId}", "seat-taken-back"},
    Leaves{"POST /schools/{schoolId}/licences/{licenceId}/seats/{personId}/correction-requests", "correction-asked"},
    Leaves{"PUT /schools/{schoolId}/licences/{licenceId}/waiting/{personId}", "waiting-list-joined"},
    Leaves{"DELETE /schools/{schoolId}/licences/{licenceId}/waiting/{personId}", "waiting-list-left"},
    Leaves{"POST /schools/{schoolId}/seat-corrections/{correctionId}/grant", "seat-taken-back seat-assigned"},
    Leaves{"POST /schools/{schoolId}/seat-corrections/{correctionId}/refuse", "correction-refused"},
    Leaves{"POST /entitlements/check", "", "asks, and changes nothing"},
    Leaves{"POST /schools/{schoolId}/link-proposals/accept", "proposal-accepted group-linked"},
    Leaves{"POST /schools/{schoolId}/link-proposals/{proposalId}/accept", "proposal-accepted group-linked"},
    Leaves{"POST /schools/{schoolId}/link-proposals/{proposalId}/drop", "proposal-dropped"},
    Leaves{"POST /basispoort-users/repair", "users-repaired", "", true},
    Leaves{"POST /schools/{schoolId}/known-addresses", "address-added"},
    Leaves{"DELETE /schools/{schoolId}/known-addresses/{addressId}", "address-removed"},
    Leaves{"POST /schools/{schoolId}/result-connections", "connection-added"},
    Leaves{"POST /results", "", "a result is kept with who handed it in and when; that a LAS fetches it is an entry"},
};
// clang-format on

constexpr std::array kLogs = {"gateway", "roster-sync", "licence", "result-exchange"};
constexpr const char* kElsewhere =
    R"({"type":"school","op":"upsert","schoolId":1999,"data":{"naam":"Elders","actief":true}})";

}  // namespace

std::span<const Leaves> AllLeaves() { return kRows; }

ChangeWalk::ChangeWalk(sql::Dialect dialect)
    : fixture(dialect, WithBasispoort{kElsewhere}), api(fixture.Api()), demo(LoadDemo(fixture)) {}

std::pair<std::string, Answer> ChangeWalk::Send(Caller& caller, const std::string& method, const std::string& path,
                                                const Json& body, const std::string& type) {
    auto request = "walk-" + std::to_string(++requests_);
    std::vector<std::pair<std::string, std::string>> headers{{"X-Request-Id", request}};
    std::string content;
    if (!body.is_null()) {
        headers.emplace_back("Content-Type", type);
        content = type == kJson ? body.dump() : body.get<std::string>();
    }
    auto answer = caller.Send(method, path, std::move(content), std::move(headers));
    return {std::move(request), std::move(answer)};
}

Json ChangeWalk::Does(Caller& caller, std::string_view operation, const std::string& path, const Json& body,
                      const std::string& type) {
    CAPTURE(operation);
    const auto row = std::ranges::find(kRows, operation, &Leaves::operation);
    REQUIRE(row != kRows.end());
    const std::string method(operation.substr(0, operation.find(' ')));
    const auto [request, answer] = Send(caller, method, path, body, type);
    CAPTURE(answer.body);
    REQUIRE(answer.status < 300);
    done_.emplace(request, &*row);
    return answer.json;
}

void ChangeWalk::Tries(Caller& caller, const std::string& entry, const std::string& path, const Json& body,
                       const std::string& type) {
    const auto [request, answer] = Send(caller, "POST", path, body, type);
    CAPTURE(path, answer.body);
    CHECK(answer.status < 300);
    tried_.emplace(request, entry);
}

void ChangeWalk::Idle(Caller& caller, const std::string& method, const std::string& path, const Json& body,
                      const std::string& type) {
    const auto [request, answer] = Send(caller, method, path, body, type);
    CAPTURE(method, path, answer.body);
    CHECK(answer.status < 300);
    silent_.insert(request);
}

void ChangeWalk::Refused(Caller& caller, const std::string& method, const std::string& path, const Json& body,
                         const std::string& type) {
    const auto [request, answer] = Send(caller, method, path, body, type);
    CAPTURE(method, path, answer.body);
    CHECK(answer.status >= 400);
    CHECK(answer.status < 500);
    silent_.insert(request);
}

void ChangeWalk::CheckLogs() {
    std::map<std::string, std::vector<audit::Entry>> by_request;
    for (const auto* service : kLogs) {
        const auto found = fixture.OpenDatabase(service)->Read(
            SchoolScope::All(), Deadline::In(std::chrono::seconds(30)),
            [](sql::Session& session) { return audit::ReadAfter(session, {}, {}, 100'000); });
        REQUIRE(found);
        for (const auto& entry : *found) by_request[entry.request_id].push_back(entry);
    }
    std::set<std::string_view> done;
    for (const auto& [request, row] : done_) {
        CAPTURE(request, row->operation);
        done.insert(row->operation);
        std::string written;
        for (const auto& entry : by_request[request]) {
            written += (written.empty() ? "" : " ") + entry.operation;
            CHECK(entry.school.ToString() == (row->of_publisher ? SchoolId{}.ToString() : demo.school));
            CHECK_FALSE(entry.role.empty());
            // The person of the school, or the client by which somebody came.
            CHECK((entry.person.ToString() == demo.coordinator) == (entry.role == "coordinator"));
            CHECK(entry.client_id.empty() == (entry.role == "coordinator"));
        }
        CHECK(written == row->entries);
    }
    for (const auto& [request, entry] : tried_) {
        CAPTURE(request, entry);
        REQUIRE(by_request[request].size() == 1);
        CHECK(by_request[request].front().operation == entry);
    }
    for (const auto& row : kRows) {
        CAPTURE(row.operation);
        CHECK(done.contains(row.operation));
    }
    for (const auto& request : silent_) {
        CAPTURE(request);
        CHECK(by_request[request].empty());
    }
}

}  // namespace suite::testing
