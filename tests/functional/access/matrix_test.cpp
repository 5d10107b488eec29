// Every operation × every kind of caller × what is their own, another school's, a colleague's, nobody's, and no id at
// all. What each must get is in expectations.cpp; an operation that is not there fails, and so does a row too many.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>
#include <set>

#include "core/text.hpp"
#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "crypto/jwt.hpp"
#include "services/gateway/adapters/sign_in_routes.hpp"
#include "tests/functional/access/rpcs.hpp"
#include "tests/functional/access/world.hpp"
#include "tests/functional/support/route_walk.hpp"

namespace suite::testing {
namespace {

/// Headers that differ from request to request: the number of a request, and the length with the path in `instance`.
const std::set<std::string, std::less<>> kOwnOfRequest{"x-request-id", "content-length", "date", "ratelimit"};
constexpr std::string_view kNoId = "geen-id-van-ons";

std::set<std::string> Words(std::string_view text) {
    std::set<std::string> words;
    for (const auto word : Split(text, ' ')) words.emplace(word);
    return words;
}

std::string UpperCase(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

std::string_view PathOf(const Expectation& row) { return row.operation.substr(row.operation.find(' ') + 1); }

bool InPath(const Expectation& row, std::string_view parameter) {
    return PathOf(row).find("{" + std::string(parameter) + "}") != std::string_view::npos;
}

/// The parameters of a row that name what somebody might not see.
std::vector<Parameter> ObjectsOf(const Expectation& row) {
    std::vector<Parameter> objects;
    for (const auto& name : ParametersIn(std::string(PathOf(row)) + std::string(row.request))) {
        const auto* parameter = FindParameter(name);
        if (parameter == nullptr) FAIL(row.operation << ": nobody has said what {" << name << "} names");
        if (parameter->names != Names::kPublic) objects.push_back(*parameter);
    }
    return objects;
}

/// The values under the names that this operation has for them.
Values For(const Expectation& row, Values values) {
    const auto path = PathOf(row);
    const auto rename = [&](const char* to, const char* from) {
        if (const auto it = values.find(from); it != values.end()) values[to] = it->second;
    };
    if (path.contains("/seats") || path.contains("/waiting")) rename("licenceId", "seatLicenceId");
    if (!path.contains("{schoolId}")) rename("reconcileId", "allReconcileId");
    return values;
}

/// `base` with each object of the row as `from` has it; where `from` has none it stays.
Values With(const Expectation& row, Values base, const Values& from) {
    for (const auto& object : ObjectsOf(row)) {
        if (const auto it = from.find(object.name); it != from.end()) base[std::string(object.name)] = it->second;
    }
    return base;
}

Answer Ask(World& world, Caller& caller, const Expectation& row, const Values& values) {
    const auto space = row.operation.find(' ');
    const std::string method(row.operation.substr(0, space));
    auto path = Filled(PathOf(row), values);
    if (row.request.starts_with('?')) path += Filled(row.request, values);
    if (row.request.starts_with('{'))
        return caller.Send(method, path, Filled(row.request, values), {{"Content-Type", "application/json"}});
    if (row.request.empty() || row.request.starts_with('?')) return caller.Send(method, path);
    auto [content, type] = world.File(row.request, values);
    return caller.Send(method, path, std::move(content), {{"Content-Type", std::move(type)}});
}

/// Cuts the text of a JSON field out.
std::string Without(std::string body, const std::string& field) {
    const auto at = body.find("\"" + field + "\":\"");
    if (at == std::string::npos) return body;
    const auto begin = at + field.size() + 4;
    const auto end = body.find('"', begin);
    return body.erase(begin, end == std::string::npos ? end : end - begin);
}

/// All that a caller can see of an answer, less what is of this one request: its number, its path, and its own words
/// said back to it.
std::string Seen(const Answer& answer, const Expectation& row, const Values& values) {
    std::string seen = std::to_string(answer.status) + "\n";
    for (const auto& [name, value] : answer.headers) {
        if (!kOwnOfRequest.contains(name)) seen += name + ": " + value + "\n";
    }
    seen += Without(Without(answer.body, "traceId"), "instance");
    for (const auto& object : ObjectsOf(row)) {
        const auto& value = values.at(std::string(object.name));
        if (value.size() < 6) continue;  // "0" is in other things too
        for (auto at = seen.find(value); at != std::string::npos; at = seen.find(value, at))
            seen.replace(at, value.size(), "{" + std::string(object.name) + "}");
    }
    return seen;
}

struct Who {
    std::string name;
    std::string key;  // in Expectation::who
    Caller caller;
    /// Nothing for who sees all schools.
    const Values* own = nullptr;
    const Values* other = nullptr;
    const Values* colleagues = nullptr;
};

class Matrix {
  public:
    explicit Matrix(World& world) : world_(world) {
        auto& api = world.Rest();
        const auto& demo = world.Demonstration();
        const auto coordinator = StaffOf(Role::kCoordinator, demo.school, demo.coordinator);
        // Each would be let in everywhere but for what is wrong with it.
        const auto valid = api.TokenFor(HelpdeskActor());
        auto forged = valid;
        // The last character carries unused bits; the one in the middle of the signature does not.
        auto& turned = forged.at(forged.size() - 20);
        turned = turned == 'A' ? 'B' : 'A';
        const crypto::TokenSigner stranger(Secret(crypto::RandomBytes(32)));
        const auto foreign = *stranger.Sign(HelpdeskActor(), SystemClock().Now(), std::chrono::hours(1));
        for (const auto& [name, token] : std::vector<std::pair<std::string, std::string>>{
                 {"nobody", ""},
                 {"garbage", "a.b.c"},
                 {"a token with a turned letter", forged},
                 {"a token that another key signed", foreign},
                 {"a coordinator's token that has expired", api.TokenFor(coordinator, std::chrono::seconds(-60))},
                 {"a token that has expired", api.TokenFor(HelpdeskActor(), std::chrono::seconds(-60))}})
            unknown_.push_back({.name = name, .key = {}, .caller = api.With(token)});

        const auto staff = [&](const char* name, const char* key, const Actor& actor, const Values& own,
                               const Values& other, const Values* colleagues = nullptr) {
            known_.push_back({.name = name,
                              .key = key,
                              .caller = api.As(actor),
                              .own = &own,
                              .other = &other,
                              .colleagues = colleagues});
        };
        staff("the coordinator", "coordinator", coordinator, world.Own(), world.Other());
        staff("the other school's coordinator", "coordinator",
              StaffOf(Role::kCoordinator, demo.other_school, demo.other_coordinator), world.Other(), world.Own());
        staff("the teacher of group 5", "teacher", StaffOf(Role::kTeacher, demo.school, demo.teacher), world.Own(),
              world.Other(), &world.Colleagues());
        known_.push_back({.name = "the helpdesk", .key = "helpdesk", .caller = api.As(HelpdeskActor())});
        for (const auto& scope : AllScopes())
            known_.push_back({.name = "a machine with " + scope, .key = scope, .caller = api.As(MachineWith({scope}))});
        known_.push_back({.name = "a machine without scopes", .key = "-", .caller = api.As(MachineWith({}))});
        known_.push_back(
            {.name = "a machine with another scope", .key = "-", .caller = api.As(MachineWith({"roster:pushed"}))});
    }

    /// Those who are not known get 401 and those who may not get 403, the same for what is there and what is not.
    void Refuse(const Expectation& row) {
        const auto own = For(row, world_.Own());
        const auto gone = With(row, own, For(row, World::Gone()));
        auto malformed = own;
        for (const auto& object : ObjectsOf(row)) malformed[std::string(object.name)] = kNoId;
        const std::vector<Values> all{own, With(row, own, For(row, world_.Other())), gone, malformed};
        const auto refused = [&](Who& who, int status, std::string_view code) {
            CAPTURE(who.name);
            std::string first;
            for (const auto& values : all) {
                const auto answer = Send(who, row, values);
                CheckProblem(answer, status, code);
                if (status == 401) CHECK(answer.headers.at("www-authenticate").starts_with("Bearer"));
                if (first.empty()) first = Seen(answer, row, values);
                CHECK(Seen(answer, row, values) == first);
            }
        };
        const auto may = Words(row.who);
        for (auto& who : unknown_) {
            const bool at_session = row.who == "session" && who.name != "nobody";
            refused(who, at_session ? 400 : 401, at_session ? "two-credentials" : "unauthenticated");
        }
        for (auto& who : known_) {
            if (row.who == "session") {
                refused(who, 400, "two-credentials");
            } else if (!may.contains(who.key)) {
                refused(who, 403, "forbidden");
            }
        }
    }

    /// Whoever may is told the same of what is another's as of what does not exist or is no id: in the path a 404.
    void HideOthers(const Expectation& row) {
        const auto may = Words(row.who);
        for (auto& who : known_) {
            if (!may.contains(who.key)) continue;
            CAPTURE(who.name);
            for (const auto& object : ObjectsOf(row)) Hide(who, row, object);
            if (who.other != nullptr && !ObjectsOf(row).empty()) {
                const auto base = For(row, *who.own);
                CheckSame(who, row, With(row, base, For(row, World::Gone())), {With(row, base, For(row, *who.other))});
            }
        }
    }

    /// What is their own they get; and staff finds nothing of another school in it.
    void Allow(const Expectation& row) {
        const auto may = Words(row.who);
        bool first = true;
        for (auto& who : known_) {
            if (!may.contains(who.key)) continue;
            if (who.own == &world_.Other()) continue;  // one school is enough to change
            CAPTURE(who.name);
            const auto answer = Send(who, row, For(row, world_.Own()));
            CAPTURE(answer.body);
            const auto expected = Split(first || row.again.empty() ? row.own : row.again, ' ');
            first = false;
            CHECK(answer.status == ParseInteger(expected.at(0)).value_or(0));
            if (expected.size() > 1) CheckProblem(answer, answer.status, expected.at(1));
            if (row.operation.starts_with("GET") && answer.json.is_object() && answer.json.contains("nextCursor"))
                FollowLink(who, row);
            if (who.own == nullptr) continue;
            for (const auto& object : ObjectsOf(row)) {
                const auto it = world_.Other().find(object.name);
                if (it != world_.Other().end() && it->second.size() == World::Gone().at("schoolId").size())
                    CHECK(answer.body.find(it->second) == std::string::npos);
            }
            CHECK(answer.body.find("Kleine Beuk") == std::string::npos);
        }
        CHECK((!first || row.who == "session"));
    }

    [[nodiscard]] int Requests() const { return requests_; }
    [[nodiscard]] std::size_t Callers() const { return unknown_.size() + known_.size(); }

  private:
    Answer Send(Who& who, const Expectation& row, const Values& values) {
        ++requests_;
        return Ask(world_, who.caller, row, values);
    }

    /// A page of one item leads to the next by the Link header as by its cursor, until there is no more.
    void FollowLink(Who& who, const Expectation& row) {
        auto values = For(row, world_.Own());
        const auto path = Filled(PathOf(row), values) + Filled(row.request, values);
        ++requests_;
        const auto page = who.caller.Get(path + (row.request.empty() ? "?" : "&") + "limit=1");
        CAPTURE(page.body);
        REQUIRE(page.status == 200);
        const auto link = page.headers.find("link");
        const bool more = page.json.value("hasMore", !page.json.at("nextCursor").is_null());
        REQUIRE((link != page.headers.end()) == more);
        if (!more) return;
        CAPTURE(link->second);
        constexpr std::string_view kRel = ">; rel=\"next\"";
        const auto begin = "<" + std::string(gateway::kBasePath);
        REQUIRE(link->second.starts_with(begin));
        REQUIRE(link->second.ends_with(kRel));
        const auto next = link->second.substr(begin.size(), link->second.size() - begin.size() - kRel.size());
        ++requests_;
        const auto by_link = who.caller.Get(next);
        CHECK(by_link.status == 200);
        CHECK(by_link.json.at("items") != page.json.at("items"));
        CHECK(next.ends_with("limit=1&cursor=" + page.json.at("nextCursor").get<std::string>()));
    }

    void Hide(Who& who, const Expectation& row, const Parameter& object) {
        const std::string name(object.name);
        CAPTURE(name);
        const auto base = For(row, who.own == nullptr ? world_.Own() : *who.own);
        const auto with = [&](const std::string& value) {
            auto values = base;
            values[name] = value;
            return values;
        };
        std::vector<Values> alike;
        // An answer about each item of a body says the caller's own words back, of which no id is left that is none.
        const bool in_body = row.request.starts_with('{') && !InPath(row, name);
        if (!object.numeric && !in_body) {
            alike.push_back(with(std::string(kNoId)));
            alike.push_back(with(UpperCase(base.at(name))));  // one id has one spelling
        } else if (object.numeric && InPath(row, name)) {
            CheckProblem(Send(who, row, with("vijf")), 404, "not-found");  // as for any path that is none
            alike.push_back(with("0"));
            alike.push_back(with("-7"));
        }
        // Of those who see every school another school is no stranger; what is in it must not be in this one.
        const auto* other = who.own == nullptr ? &world_.Other() : who.other;
        const bool of_school = object.names == Names::kOfSchool && InRow(row, "schoolId");
        const bool hidden = of_school || (object.names == Names::kSchool && who.own != nullptr);
        // Entries of the history are numbered school by school: a number is never another school's.
        if (hidden && name != "number") alike.push_back(with(For(row, *other).at(name)));
        if (who.colleagues != nullptr && who.colleagues->contains(name))
            alike.push_back(with(who.colleagues->at(name)));
        CheckSame(who, row, with(For(row, World::Gone()).at(name)), alike, InPath(row, name));
    }

    void CheckSame(Who& who, const Expectation& row, const Values& gone, const std::vector<Values>& alike,
                   bool in_path = false) {
        const auto answer = Send(who, row, gone);
        const auto seen = Seen(answer, row, gone);
        CAPTURE(seen);
        CHECK(answer.status < 500);
        if (in_path) CHECK(answer.status == 404);
        for (const auto& values : alike) {
            const auto other = Seen(Send(who, row, values), row, values);
            if (other != seen) UNSCOPED_INFO("asked with " << Filled(PathOf(row), values));
            CHECK(other == seen);
        }
    }

    static bool InRow(const Expectation& row, std::string_view parameter) {
        return InPath(row, parameter) || row.request.find("{" + std::string(parameter) + "}") != std::string_view::npos;
    }

    World& world_;
    std::vector<Who> unknown_;
    std::vector<Who> known_;
    int requests_ = 0;
};

/// The operations of openapi.yaml below /api/v1; what is beside it, anybody may read.
std::set<std::string> Promised() {
    std::set<std::string> promised;
    for (const auto& path : YAML::LoadFile(SUITE_OPENAPI_FILE)["paths"]) {
        for (const auto& operation : path.second)
            if (!operation.second["servers"])
                promised.insert(UpperCase(operation.first.as<std::string>()) + " " + path.first.as<std::string>());
    }
    return promised;
}

}  // namespace

TEST_CASE("every operation has an expectation, and every expectation an operation", "[ACC-03][ACC-07]") {
    std::set<std::string> expected{"POST /oauth/token"};
    for (const auto& row : Expectations()) {
        CAPTURE(row.operation);
        expected.emplace(row.operation);
        CHECK_FALSE(row.who.empty());
    }
    std::set<std::string> served{"POST /oauth/token"};
    for (const auto& [method, path] : gateway::SignInRoutes::Served()) {
        if (path.starts_with(gateway::kBasePath))
            served.insert(std::string(method) + " " + std::string(path.substr(gateway::kBasePath.size())));
    }
    for (const auto& route : gateway::Routes()) served.insert(NameOf(route));
    CHECK(expected == served);
    CHECK(Promised() == served);
}

TEST_CASE("an operation names in its expectation every object that its request can name", "[ACC-03]") {
    const auto rpcs = AllRpcs();
    for (const auto& row : Expectations()) {
        CAPTURE(row.operation);
        std::string all;
        for (const auto& other : Expectations()) {
            if (other.operation == row.operation) all += std::string(PathOf(other)) + std::string(other.request);
        }
        const auto named = ParametersIn(all);
        const auto route = std::ranges::find(gateway::Routes(), std::string(row.operation),
                                             [](const gateway::Route& each) { return NameOf(each); });
        if (route == gateway::Routes().end()) continue;  // of a session
        const auto rpc = std::ranges::find(rpcs, route->rpc, [](const auto* each) { return each->full_name(); });
        REQUIRE(rpc != rpcs.end());
        for (const auto& wanted : IdsIn(*(*rpc)->input_type())) {
            CAPTURE(wanted);
            const auto* parameter = FindParameter(wanted);
            REQUIRE(parameter != nullptr);  // else nobody has thought about it
            if (parameter->names != Names::kPublic) CHECK(std::ranges::find(named, wanted) != named.end());
        }
    }
}

TEST_CASE("what is not theirs looks to every caller of every operation like what does not exist",
          "[ACC-01][ACC-02][ACC-03][ACC-04][ACC-07]") {
    World world;
    Matrix matrix(world);
    const auto before = EverythingStored(world.Rest(), world.Demonstration());
    for (const auto& row : Expectations()) {
        CAPTURE(row.operation);
        matrix.Refuse(row);
        matrix.HideOthers(row);
    }
    CheckNothingStored(world.Rest(), world.Demonstration(), before);
    for (const auto& row : Expectations()) {
        CAPTURE(row.operation);
        if (row.who != "session") matrix.Allow(row);
    }
    std::cout << "access matrix: " << Expectations().size() << " rows, " << matrix.Callers() << " callers, "
              << matrix.Requests() << " requests\n";
}

}  // namespace suite::testing
