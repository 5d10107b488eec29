#include "tests/functional/access/matrix.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <set>

#include "core/text.hpp"
#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "crypto/jwt.hpp"
#include "services/gateway/route.hpp"
#include "tests/functional/support/route_walk.hpp"

namespace suite::testing {
namespace {

/// Headers that differ from request to request: the number of a request, and the length with the path in `instance`.
const std::set<std::string, std::less<>> kOwnOfRequest{"x-request-id", "content-length", "date", "ratelimit"};
constexpr std::string_view kNoId = "geen-id-van-ons";

std::set<std::string> Words(std::string_view text) {
    const auto words = Split(text, ' ');
    return std::set<std::string>(words.begin(), words.end());
}

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

bool InRow(const Expectation& row, std::string_view parameter) {
    return InPath(row, parameter) || row.request.find("{" + std::string(parameter) + "}") != std::string_view::npos;
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

}  // namespace

std::string_view PathOf(const Expectation& row) { return row.operation.substr(row.operation.find(' ') + 1); }
std::string UpperCase(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

bool IsWrite(const Expectation& row) { return !row.operation.starts_with("GET "); }

Matrix::Matrix(World& world) : world_(world) {
    auto& api = world.Rest();
    const auto& demo = world.Demonstration();
    const auto coordinator = StaffOf(Role::kCoordinator, demo.school, demo.coordinator);
    AddUnknown();
    AddStaff("the coordinator", "coordinator", coordinator, /*at_own_school=*/true);
    AddStaff("the other school's coordinator", "coordinator",
             StaffOf(Role::kCoordinator, demo.other_school, demo.other_coordinator), /*at_own_school=*/false);
    AddStaff("the teacher of group 5", "teacher", StaffOf(Role::kTeacher, demo.school, demo.teacher),
             /*at_own_school=*/true);
    known_.back().colleagues = &world.Colleagues();
    Add(known_, "the helpdesk", "helpdesk", api.TokenFor(HelpdeskActor()));
    for (const auto& scope : AllScopes())
        Add(known_, "a machine with " + scope, scope, api.TokenFor(MachineWith({scope})));
    Add(known_, "a machine without scopes", "-", api.TokenFor(MachineWith({})));
    Add(known_, "a machine with another scope", "-", api.TokenFor(MachineWith({"roster:pushed"})));
    auto machine = MachineWith({"helpdesk"});
    machine.client_id = kHelpdeskMember;
    Add(known_, "a member of the helpdesk as a machine", "-", api.TokenFor(machine));
    AddSession("the coordinator's session", "coordinator", "coordinator");
    AddSession("the teacher's session", "teacher", "teacher");
    known_.back().colleagues = &world.Colleagues();
}

void Matrix::Add(std::vector<Who>& to, const std::string& name, const std::string& key, const std::string& token) {
    Who who{.name = name, .key = key, .send = {}};
    who.send = [caller = world_.Rest().With(token)](const std::string& method, const std::string& path,
                                                    std::string body, Headers headers) mutable {
        return caller.Send(method, path, std::move(body), std::move(headers));
    };
    to.push_back(std::move(who));
}

/// Each would be let in everywhere but for what is wrong with it.
void Matrix::AddUnknown() {
    auto& api = world_.Rest();
    const auto& demo = world_.Demonstration();
    auto forged = api.TokenFor(HelpdeskActor());
    // The last character carries unused bits; the one in the middle of the signature does not.
    auto& turned = forged.at(forged.size() - 20);
    turned = turned == 'A' ? 'B' : 'A';
    const crypto::TokenSigner stranger(Secret(crypto::RandomBytes(32)));
    const auto coordinator = StaffOf(Role::kCoordinator, demo.school, demo.coordinator);
    Add(unknown_, "nobody", "", "");
    Add(unknown_, "garbage", "", "a.b.c");
    Add(unknown_, "a token with a turned letter", "", forged);
    Add(unknown_, "a token that another key signed", "",
        *stranger.Sign(HelpdeskActor(), SystemClock().Now(), std::chrono::hours(1), /*version=*/1));
    Add(unknown_, "a coordinator's token that has expired", "", api.TokenFor(coordinator, std::chrono::seconds(-60)));
    Add(unknown_, "a token that has expired", "", api.TokenFor(HelpdeskActor(), std::chrono::seconds(-60)));
    Add(unknown_, "the helpdesk's token of a machine", "", api.TokenFor(HelpdeskActor(std::string(kAnyMachine))));
}

void Matrix::AddStaff(const std::string& name, const std::string& key, const Actor& actor, bool at_own_school) {
    Add(known_, name, key, world_.Rest().TokenFor(actor));
    auto& who = known_.back();
    who.own = &world_.Own();
    who.own_gone = &world_.OwnGone();
    who.other = &world_.Other();
    who.other_gone = &world_.OtherGone();
    if (at_own_school) return;
    std::swap(who.own, who.other);
    std::swap(who.own_gone, who.other_gone);
}

void Matrix::AddSession(const std::string& name, const std::string& key, const std::string& person) {
    browsers_.push_back(std::make_unique<Browser>(world_.Rest().Url()));
    auto* browser = browsers_.back().get();
    browser->SignInAs(person);
    REQUIRE(browser->SessionCookie());
    Who who{.name = name,
            .key = key,
            .send = {},
            .own = &world_.Own(),
            .own_gone = &world_.OwnGone(),
            .other = &world_.Other(),
            .other_gone = &world_.OtherGone(),
            .browser = browser};
    who.send = [browser](const std::string& method, const std::string& path, std::string body, Headers headers) {
        headers.emplace_back("X-Sleutelbos", "1");
        headers.emplace_back("Origin", browser->Origin());
        return browser->Raw(method, std::string(gateway::kBasePath) + path, std::move(body), std::move(headers));
    };
    known_.push_back(std::move(who));
}

bool Matrix::May(const Who& who, const Expectation& row) {
    return row.who == "session" ? who.browser != nullptr : Words(row.who).contains(who.key);
}

Answer Matrix::Send(Who& who, const Expectation& row, const Values& values, Headers headers) {
    ++requests_;
    const std::string method(row.operation.substr(0, row.operation.find(' ')));
    auto path = Filled(PathOf(row), values);
    std::string body;
    if (row.request.starts_with('?')) {
        path += Filled(row.request, values);
    } else if (row.request.starts_with('{')) {
        body = Filled(row.request, values);
        headers.emplace_back("Content-Type", "application/json");
    } else if (!row.request.empty()) {
        auto [content, type] = world_.File(row.request, values);
        body = std::move(content);
        headers.emplace_back("Content-Type", std::move(type));
    }
    return who.send(method, path, std::move(body), std::move(headers));
}

void Matrix::Refused(Who& who, const Expectation& row, const std::vector<Values>& all, int status,
                     std::string_view code) {
    CAPTURE(who.name);
    std::string first;
    for (const auto& values : all) {
        const auto answer = Send(who, row, values);
        CheckProblem(answer, status, code);
        if (status == 401) CHECK(answer.headers.at("www-authenticate").starts_with("Bearer"));
        if (first.empty()) first = Seen(answer, row, values);
        CHECK(Seen(answer, row, values) == first);
    }
}

void Matrix::Refuse(const Expectation& row) {
    const auto own = For(row, world_.Own());
    auto malformed = own;
    for (const auto& object : ObjectsOf(row)) malformed[std::string(object.name)] = kNoId;
    std::vector<Values> all{own, malformed};
    // They are refused before an id is looked at, so one kind of what is gone stands for all: another one each row.
    const std::array gone{&world_.OwnGone(), &world_.OtherGone(), &world_.Erased()};
    for (const auto* from :
         {&world_.Other(), &World::Never(), gone.at(static_cast<std::size_t>(refused_rows_++) % gone.size())})
        all.push_back(With(row, own, For(row, *from)));
    for (auto& who : unknown_) {
        const bool at_session = row.who == "session" && who.name != "nobody";
        Refused(who, row, all, at_session ? 400 : 401, at_session ? "two-credentials" : "unauthenticated");
    }
    for (auto& who : known_) {
        if (May(who, row)) continue;
        const bool at_session = row.who == "session";
        Refused(who, row, all, at_session ? 400 : 403, at_session ? "two-credentials" : "forbidden");
    }
}

void Matrix::RefuseForeignPages(const Expectation& row) {
    if (!IsWrite(row)) return;
    const auto own = For(row, world_.Own());
    const auto never = With(row, own, For(row, World::Never()));
    for (auto& who : known_) {
        if (who.browser == nullptr) continue;
        CAPTURE(who.name);
        Who bare{.name = who.name, .key = who.key, .send = {}};
        bare.send = [&](const std::string& method, const std::string& path, std::string body, Headers headers) {
            return who.browser->Raw(method, std::string(gateway::kBasePath) + path, std::move(body),
                                    std::move(headers));
        };
        std::string first;
        const auto refused = [&](const Values& values, Headers headers) {
            const auto answer = Send(bare, row, values, std::move(headers));
            CheckProblem(answer, 403, "not-own-page");
            if (first.empty()) first = Seen(answer, row, values);
            CHECK(Seen(answer, row, values) == first);
        };
        refused(own, {});
        refused(never, {});
        refused(own, {{"X-Sleutelbos", "1"}});
        refused(own, {{"Origin", who.browser->Origin()}});
        refused(own, {{"X-Sleutelbos", "1"}, {"Origin", "https://elders.example"}});
    }
}

void Matrix::HideOthers(const Expectation& row) {
    const auto objects = ObjectsOf(row);
    for (auto& who : known_) {
        if (!May(who, row)) continue;
        CAPTURE(who.name);
        for (const auto& object : objects) Hide(who, row, object);
        if (who.other == nullptr || objects.empty()) continue;
        const auto base = For(row, *who.own);
        std::vector<Values> alike;
        for (const auto* from : {who.other, &world_.Erased()}) alike.push_back(With(row, base, For(row, *from)));
        // Another's school with what is gone of it.
        alike.push_back(With(row, alike.front(), For(row, *who.other_gone)));
        CheckSame(who, row, With(row, base, For(row, World::Never())), alike);
    }
}

std::vector<std::string> Matrix::Alike(const Who& who, const Expectation& row, const Parameter& object,
                                       const Values& base) const {
    const std::string name(object.name);
    std::vector<std::string> alike;
    // An answer about each item of a body says the caller's own words back, of which no id is left that is none.
    const bool in_body = row.request.starts_with('{') && !InPath(row, name);
    if (!object.numeric && !in_body) {
        alike.emplace_back(kNoId);
        alike.push_back(UpperCase(base.at(name)));  // one id has one spelling
    } else if (object.numeric && InPath(row, name)) {
        alike.emplace_back("0");
        alike.emplace_back("-7");
    }
    const auto add = [&](const Values& from) {
        const auto values = For(row, from);
        if (const auto it = values.find(name); it != values.end()) alike.push_back(it->second);
    };
    // Of those who see every school another school is no stranger; what is in it must not be in this one.
    const bool sees_all = who.own == nullptr;
    const bool of_school = object.names == Names::kOfSchool && InRow(row, "schoolId");
    const bool hidden = of_school || (object.names == Names::kSchool && !sees_all);
    // Entries of the history are numbered school by school: a number is never another school's.
    if (hidden && name != "number") {
        add(sees_all ? world_.Other() : *who.other);
        add(sees_all ? world_.OtherGone() : *who.other_gone);
        add(world_.Erased());
    }
    if (object.goes == Goes::kAway && !row.past.contains(name)) add(sees_all ? world_.OwnGone() : *who.own_gone);
    if (who.colleagues != nullptr) add(*who.colleagues);
    return alike;
}

void Matrix::Hide(Who& who, const Expectation& row, const Parameter& object) {
    const std::string name(object.name);
    CAPTURE(name);
    const auto base = For(row, who.own == nullptr ? world_.Own() : *who.own);
    const auto with = [&](const std::string& value) {
        auto values = base;
        values[name] = value;
        return values;
    };
    if (object.numeric && InPath(row, name))
        CheckProblem(Send(who, row, with("vijf")), 404, "not-found");  // as for any path that is none
    std::vector<Values> alike;
    for (const auto& value : Alike(who, row, object, base)) alike.push_back(with(value));
    CheckSame(who, row, with(For(row, World::Never()).at(name)), alike, InPath(row, name));
}

void Matrix::CheckSame(Who& who, const Expectation& row, const Values& never, const std::vector<Values>& alike,
                       bool in_path) {
    const auto answer = Send(who, row, never);
    const auto seen = Seen(answer, row, never);
    CAPTURE(seen);
    CHECK(answer.status < 500);
    if (in_path) CHECK(answer.status == 404);
    for (const auto& values : alike) {
        const auto other = Seen(Send(who, row, values), row, values);
        if (other != seen) UNSCOPED_INFO("asked with " << Filled(PathOf(row), values));
        CHECK(other == seen);
    }
}

void Matrix::Allow(const Expectation& row) {
    bool first = true;
    for (auto& who : known_) {
        if (!May(who, row)) continue;
        if (who.own == &world_.Other()) continue;  // one school is enough to change
        CAPTURE(who.name);
        const auto answer = Send(who, row, For(row, world_.Own()));
        CAPTURE(answer.body);
        const auto expected = Split(first || row.again.empty() ? row.own : row.again, ' ');
        first = false;
        CHECK(answer.status == ParseInteger(expected.at(0)).value_or(0));
        if (expected.size() > 1) CheckProblem(answer, answer.status, expected.at(1));
        if (!IsWrite(row) && answer.json.is_object() && answer.json.contains("nextCursor")) FollowLink(who, row);
        if (who.own == nullptr) continue;
        for (const auto& object : ObjectsOf(row)) {
            const auto it = world_.Other().find(object.name);
            if (it != world_.Other().end() && it->second.size() == World::Never().at("schoolId").size())
                CHECK(answer.body.find(it->second) == std::string::npos);
        }
        CHECK(answer.body.find("Kleine Beuk") == std::string::npos);
        CHECK(answer.body.find("Stille Wilg") == std::string::npos);
    }
    CHECK_FALSE(first);
}

/// A page of one item leads to the next by the Link header as by its cursor, until there is no more.
void Matrix::FollowLink(Who& who, const Expectation& row) {
    auto values = For(row, world_.Own());
    const auto path = Filled(PathOf(row), values) + Filled(row.request, values);
    const auto get = [&](const std::string& from) {
        ++requests_;
        return who.send("GET", from, "", {});
    };
    const auto page = get(path + (row.request.empty() ? "?" : "&") + "limit=1");
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
    const auto by_link = get(next);
    CHECK(by_link.status == 200);
    CHECK(by_link.json.at("items") != page.json.at("items"));
    CHECK(next.ends_with("limit=1&cursor=" + page.json.at("nextCursor").get<std::string>()));
}

}  // namespace suite::testing
