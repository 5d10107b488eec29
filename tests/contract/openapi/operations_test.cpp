#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "contract.hpp"
#include "core/reasons.hpp"
#include "http/http.hpp"
#include "services/gateway/adapters/sign_in_routes.hpp"
#include "services/gateway/problem.hpp"
#include "services/gateway/problem_pages.hpp"
#include "services/gateway/supplied.hpp"

namespace suite::contract {
namespace {

using google::protobuf::FieldDescriptor;

/// A parameter's place and the field that it fills.
std::map<std::string, std::pair<std::string, const FieldDescriptor*>> ExpectedParameters(const gateway::Route& route) {
    std::map<std::string, std::pair<std::string, const FieldDescriptor*>> expected;
    const auto& input = *MethodOf(route).input_type();
    const auto path = http::PathPattern(route.path).Parameters();
    for (int i = 0; i < input.field_count(); ++i) {
        const auto* field = input.field(i);
        const auto& name = field->json_name();
        if (std::ranges::find(path, name) != path.end()) {
            expected[name] = {"path", field};
        } else if (route.body == gateway::Body::kJson) {
            if (name == route.query) expected[name] = {"query", field};
        } else if (field->type() != FieldDescriptor::TYPE_BYTES && !field->is_repeated() &&
                   !gateway::SuppliedFields().contains(name)) {
            expected[name] = {"query", field};
        }
    }
    return expected;
}

}  // namespace

TEST_CASE("the contract has exactly the operations that the gateway serves", "[ACC-07]") {
    std::multiset<std::string> served{"POST " + std::string(kTokenPath)};
    for (const auto& [method, path] : gateway::SignInRoutes::Served()) {
        // What is beside the API, a browser calls and no program.
        if (path.starts_with(gateway::kBasePath))
            served.insert(std::string(method) + " " + std::string(path.substr(gateway::kBasePath.size())));
    }
    for (const auto& route : gateway::Routes())
        served.insert(std::string(route.method) + " " + std::string(route.path));
    std::set<std::string> beside;
    for (const auto& [method, path] : gateway::ProblemPagesServed())
        beside.insert(std::string(method) + " " + std::string(path));
    served.insert(beside.begin(), beside.end());
    std::multiset<std::string> promised;
    for (const auto& operation : Operations()) {
        CAPTURE(operation.Name());
        promised.insert(operation.Name());
        const auto servers = operation.node["servers"];
        REQUIRE(static_cast<bool>(servers) == beside.contains(operation.Name()));
        if (servers) CHECK(servers[0]["url"].as<std::string>() == "/");
    }
    CHECK(promised == served);
    CHECK(RoutedOperations().size() == gateway::Routes().size());
    CHECK(Document()["servers"][0]["url"].as<std::string>() == gateway::kBasePath);
}

TEST_CASE("every operation has a name of its own, a summary, a description and one known tag") {
    std::set<std::string> tags;
    for (const auto& tag : Document()["tags"]) tags.insert(tag["name"].as<std::string>());
    std::set<std::string> ids;
    for (const auto& operation : Operations()) {
        CAPTURE(operation.Name());
        CHECK(ids.insert(operation.node["operationId"].as<std::string>()).second);
        CHECK_FALSE(operation.node["summary"].as<std::string>().empty());
        CHECK_FALSE(operation.node["description"].as<std::string>().empty());
        REQUIRE(operation.node["tags"].size() == 1);
        CHECK(tags.contains(operation.node["tags"][0].as<std::string>()));
    }
}

TEST_CASE("who may call an operation is what the gateway's table says", "[ACC-03][ACC-04]") {
    constexpr std::pair<gateway::RoleBit, const char*> kRoles[] = {
        {gateway::kCoordinator, "coordinator"}, {gateway::kTeacher, "teacher"}, {gateway::kHelpdesk, "helpdesk"}};
    for (const auto& [operation, route] : RoutedOperations()) {
        CAPTURE(operation.Name());
        std::set<std::string> roles;
        for (const auto& [bit, name] : kRoles) {
            if ((route.allow.roles & bit) != 0) roles.insert(name);
        }
        CHECK(Texts(operation.node["x-roles"]) == roles);
        CHECK(Texts(operation.node["x-scopes"]) ==
              std::set<std::string>(route.allow.scopes.begin(), route.allow.scopes.end()));
        CHECK_FALSE(operation.node["security"]);  // the document's: either of these
    }
    REQUIRE(Document()["security"].size() == 2);
    CHECK(Names(Document()["security"][0]) == std::set<std::string>{"bearer"});
    CHECK(Names(Document()["security"][1]) == std::set<std::string>{"session"});
}

TEST_CASE("the parameters of an operation are those that the gateway takes, with their types") {
    for (const auto& [operation, route] : RoutedOperations()) {
        CAPTURE(operation.Name());
        auto expected = ExpectedParameters(route);
        std::set<std::string> headers;
        for (const auto& given : operation.node["parameters"]) {
            const auto parameter = Resolve(given);
            const auto name = parameter["name"].as<std::string>();
            const auto place = parameter["in"].as<std::string>();
            CAPTURE(name, place);
            if (place == "header") {
                headers.insert(name);
                continue;
            }
            const auto at = expected.find(name);
            REQUIRE(at != expected.end());
            CHECK(place == at->second.first);
            // Of a query parameter only the service knows whether it can do without.
            if (place == "path") CHECK((parameter["required"] && parameter["required"].as<bool>()));
            CHECK(Compare(parameter["schema"], *at->second.second, false) == "");
            if (parameter["example"]) CHECK(Validate(parameter["example"], parameter["schema"]) == "");
            expected.erase(at);
        }
        const auto has = [&](const char* field) {
            return MethodOf(route).input_type()->FindFieldByName(field) != nullptr;
        };
        CHECK(headers.contains("Content-Encoding") == has("content_encoding"));
        CHECK(headers.contains("If-Match") == has("if_match"));
        CHECK(headers.contains("Idempotency-Key") == (route.method == "POST"));
        CHECK(headers.size() ==
              headers.count("Content-Encoding") + headers.count("If-Match") + headers.count("Idempotency-Key"));
        std::set<std::string> left_out;
        for (const auto& [name, place] : expected) left_out.insert(name);
        CHECK(left_out == std::set<std::string>{});
    }
}

TEST_CASE("an operation has the body that the gateway reads") {
    for (const auto& [operation, route] : RoutedOperations()) {
        CAPTURE(operation.Name());
        const auto body = operation.node["requestBody"];
        REQUIRE(static_cast<bool>(body) == (route.body != gateway::Body::kNone));
        if (!body) continue;
        CHECK(body["required"].as<bool>() == !route.optional_body);
        REQUIRE(body["content"].size() == 1);
        const auto media = body["content"].begin()->first.as<std::string>();
        const auto content = body["content"][media];
        CHECK(content["example"]);
        if (route.body == gateway::Body::kRaw) {
            CHECK(content["schema"]["format"].as<std::string>() == "binary");
            continue;
        }
        CHECK(media == "application/json");
        auto elsewhere = http::PathPattern(route.path).Parameters();
        if (!route.query.empty()) elsewhere.emplace_back(route.query);
        elsewhere.insert(elsewhere.end(), gateway::SuppliedFields().begin(), gateway::SuppliedFields().end());
        CHECK(Compare(content["schema"], *MethodOf(route).input_type(), /*answer=*/false,
                      {elsewhere.begin(), elsewhere.end()}) == "");
    }
}

TEST_CASE("every problem code is one of ours, has texts, and stands under a status that the operation lists",
          "[ACC-07]") {
    for (const auto& [operation, route] : RoutedOperations()) {
        CAPTURE(operation.Name());
        auto statuses = Names(operation.node["responses"]);
        CHECK(statuses.erase(std::to_string(route.status)) == 1);
        CHECK(Names(operation.node["x-problem-codes"]) == statuses);
        for (const auto& codes : operation.node["x-problem-codes"]) {
            const auto status = codes.first.as<int>();
            CAPTURE(status);
            CHECK(Resolve(operation.node["responses"][std::to_string(status)])["content"]["application/problem+json"]);
            REQUIRE(codes.second.size() > 0);
            for (const auto& code : Texts(codes.second)) {
                CAPTURE(code);
                CHECK(std::ranges::find(reason::kAll, code) != reason::kAll.end());
                CHECK(gateway::HasText(code));
            }
        }
    }
}

TEST_CASE("a problem comes with the status that its page says", "[ACC-07]") {
    for (const auto& [operation, route] : RoutedOperations()) {
        CAPTURE(operation.Name());
        for (const auto& codes : operation.node["x-problem-codes"]) {
            for (const auto& code : Texts(codes.second)) {
                CAPTURE(code);
                CHECK(gateway::TextFor(code).status == codes.first.as<int>());
            }
        }
    }
    for (const auto& response : Document()["components"]["responses"]) {
        const auto content = response.second["content"]["application/problem+json"];
        if (!content) continue;  // the token's errors
        const auto example = content["example"];
        const auto code = example["code"].as<std::string>();
        CAPTURE(code);
        CHECK(gateway::TextFor(code).status == example["status"].as<int>());
    }
}

TEST_CASE("an operation says where what it makes can be read, exactly when the gateway's table does", "[ACC-07]") {
    for (const auto& [operation, route] : RoutedOperations()) {
        CAPTURE(operation.Name());
        std::set<std::string> naming;
        for (const auto& response : operation.node["responses"]) {
            if (const auto headers = Resolve(response.second)["headers"]; headers && headers["Location"])
                naming.insert(response.first.as<std::string>());
        }
        CHECK(naming == (route.made_at.empty() ? std::set<std::string>{} : std::set{std::to_string(route.status)}));
        // What the route's own path does not fill, the answer's id does: there is one such thing at most.
        const auto own = http::PathPattern(route.path).Parameters();
        const auto unfilled =
            std::ranges::count_if(http::PathPattern(route.made_at).Parameters(),
                                  [&](const std::string& name) { return std::ranges::find(own, name) == own.end(); });
        CHECK(unfilled <= 1);
        const auto* id = MethodOf(route).output_type()->FindFieldByName("id");
        CHECK((unfilled == 0 || (id != nullptr && id->type() == FieldDescriptor::TYPE_STRING)));
    }
}

TEST_CASE("every operation lists what the gateway itself can answer", "[ACC-07]") {
    for (const auto& [operation, route] : RoutedOperations()) {
        CAPTURE(operation.Name());
        const auto lists = [&](const char* status, std::string_view code) {
            return Texts(operation.node["x-problem-codes"][status]).contains(std::string(code));
        };
        CHECK(lists("400", reason::kInvalidRequest));
        CHECK(lists("401", reason::kUnauthenticated));
        CHECK(lists("403", reason::kForbidden));
        CHECK(lists("500", reason::kInternal));
        CHECK(lists("503", reason::kUnavailable));
        CHECK(lists("504", reason::kDeadlineExceeded));
        CHECK(lists("413", reason::kBodyTooLarge) == (route.body != gateway::Body::kNone));
        CHECK(lists("415", reason::kUnsupportedMediaType) == (route.body != gateway::Body::kNone));
        CHECK(lists("409", reason::kRequestRunning) == (route.method == "POST"));
        CHECK(lists("422", reason::kKeyReused) == (route.method == "POST"));
        CHECK(lists("412", reason::kPreconditionFailed) ==
              (MethodOf(route).input_type()->FindFieldByName("if_match") != nullptr));
        if (route.path.find("{schoolId}") != std::string_view::npos) CHECK(lists("404", reason::kSchoolUnknown));
        const bool is_list = MethodOf(route).input_type()->FindFieldByName("cursor") != nullptr;
        CHECK(lists("400", reason::kInvalidCursor) == is_list);
        const bool links = operation.node["responses"]["200"] && operation.node["responses"]["200"]["headers"] &&
                           operation.node["responses"]["200"]["headers"]["Link"];
        CHECK(links == (is_list && operation.method == "GET"));
    }
}

}  // namespace suite::contract
