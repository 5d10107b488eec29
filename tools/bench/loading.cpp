#include "tools/bench/loading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "core/deadline.hpp"
#include "core/reasons.hpp"
#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "http/http.hpp"
#include "services/gateway/domain/client.hpp"
#include "tools/demo/machines.hpp"
#include "tools/demo/partner.hpp"

namespace suite::bench {
namespace {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;
using demo::Partner;

constexpr std::chrono::minutes kPatience{10};
constexpr std::chrono::milliseconds kPoll{20};
constexpr std::chrono::hours kTokenTime{1};  // a gateway gives ten minutes, and a run lasts longer

std::unexpected<Error> Wrong(std::string what) { return Fail(Code::kInternal, reason::kInternal, std::move(what)); }

Result<Json> Send(Partner& partner, const std::string& method, const std::string& path, const Json& body = nullptr) {
    SUITE_ASSIGN(const auto text, partner.Send(method, path, {.content = body.is_null() ? "" : body.dump()}));
    auto json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object()) return Wrong(method + " " + path + " answered no JSON object");
    return json;
}

/// On several connections, as many schools bring work to a service; the first failure ends it.
Status ForEachSchool(std::size_t schools, const std::function<Status(std::size_t)>& work) {
    constexpr int kConnections = 8;
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    Status first_failure;
    const auto take = [&] {
        for (std::size_t school = next++; school < schools; school = next++) {
            const auto status = work(school);
            if (status) continue;
            next = schools;
            const std::lock_guard lock(mutex);
            if (first_failure) first_failure = status;
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < kConnections; ++i) threads.emplace_back(take);
    for (auto& thread : threads) thread.join();
    return first_failure;
}

std::string ProductOf(const std::string& year_group) { return "rekenrijk-" + year_group; }

std::string CheckPath(const std::string& school_id, const Pupil& pupil, const std::string& product, bool by_eck_id) {
    const auto person =
        by_eck_id ? "eckId=" + http::PercentEncode(pupil.eck_id) : fmt::format("basispoortId={}", pupil.basispoort_id);
    return "/entitlements?schoolId=" + school_id + "&" + person + "&productId=" + product;
}

}  // namespace

Result<Loading> Loading::Start(const devsuite::Suite& suite) {
    SUITE_ASSIGN(auto key, crypto::LoadKey(suite.DataFile("secrets") / "token.key", /*create=*/false));
    return Loading(suite.Url(), crypto::TokenSigner(std::move(key)));
}

Result<std::string> Loading::MachineToken(const std::string& scope) const {
    for (const auto& machine : demo::Machines()) {
        if (std::ranges::find(machine.scopes, scope) == machine.scopes.end()) continue;
        return signer_.Sign(
            {.role = Role::kMachine, .school = {}, .person = {}, .client_id = machine.id, .las = {}, .scopes = {scope}},
            SystemClock().Now(), kTokenTime, gateway::kFirstVersion);
    }
    return Fail(Code::kInternal, reason::kInternal, "no machine of the development run has scope " + scope);
}
Result<std::string> Loading::MethodToken() const { return MachineToken("entitlements:read"); }
Result<std::string> Loading::HelpdeskToken() const {
    return signer_.Sign(
        {.role = Role::kHelpdesk, .school = {}, .person = {}, .client_id = demo::kHelpdeskMember, .las = {}},
        SystemClock().Now(), kTokenTime, gateway::kFirstVersion);
}

Result<Loaded> Loading::Load(const Roster& roster) const {
    Loaded loaded;
    const auto start = Clock::now();
    SUITE_RETURN_IF_ERROR(Push(roster));
    loaded.applied = Clock::now() - start;
    SUITE_RETURN_IF_ERROR(FindSchools(roster, loaded));
    SUITE_RETURN_IF_ERROR(AwaitKnown(roster, loaded));
    loaded.known = Clock::now() - start;
    std::vector<LicencesOfSchool> licences(roster.schools.size());
    SUITE_RETURN_IF_ERROR(Order(roster, licences, loaded));
    SUITE_RETURN_IF_ERROR(Link(roster, licences, loaded));
    std::vector<Question> one_per_group;
    for (std::size_t s = 0; s < roster.schools.size(); ++s) {
        const School& school = roster.schools[s];
        std::vector<bool> asked(school.groups.size());
        for (const Pupil& pupil : school.pupils) {
            if (asked[pupil.group]) continue;
            asked[pupil.group] = true;
            const auto product = ProductOf(school.groups[pupil.group].year_group);
            one_per_group.push_back({CheckPath(loaded.school_ids[s], pupil, product, false), true});
        }
    }
    SUITE_RETURN_IF_ERROR(Verify(one_per_group));
    loaded.right = Clock::now() - start;
    return loaded;
}

Result<Loaded> Loading::Find(const Roster& roster) const {
    Loaded loaded;
    SUITE_RETURN_IF_ERROR(FindSchools(roster, loaded));
    return loaded;
}

Status Loading::Push(const Roster& roster) const {
    SUITE_ASSIGN(auto token, MachineToken("roster:push"));
    Partner basispoort(url_, std::move(token));
    SUITE_ASSIGN(const auto batch, Send(basispoort, "POST", "/roster-batches",
                                        {{"source", "basispoort"}, {"sequence", 1}, {"kind", "snapshot"}}));
    const auto path = "/roster-batches/" + batch.at("id").get<std::string>();
    for (std::size_t i = 0; i < roster.parts.size(); ++i) {
        SUITE_RETURN_IF_ERROR(basispoort.Send("PUT", fmt::format("{}/parts/{}", path, i + 1),
                                              {.content = roster.parts[i], .type = "application/x-ndjson"}));
    }
    SUITE_RETURN_IF_ERROR(Send(basispoort, "POST", path + "/commit", {{"parts", roster.parts.size()}}));
    for (const auto deadline = Deadline::In(kPatience); !deadline.Passed(); std::this_thread::sleep_for(kPoll)) {
        SUITE_ASSIGN(const auto now, Send(basispoort, "GET", path));
        const auto status = now.at("status").get<std::string>();
        if (status == "held" || status == "refused") return Wrong("the roster is " + status);
        if (status != "applied") continue;
        for (const auto& counts : now.at("counts")) {
            if (counts.at("rejected") != 0) return Wrong("records of the roster are rejected");
        }
        return {};
    }
    return Wrong("the roster was not applied in time");
}

Status Loading::FindSchools(const Roster& roster, Loaded& loaded) const {
    SUITE_ASSIGN(auto token, HelpdeskToken());
    Partner helpdesk(url_, std::move(token));
    std::map<std::int64_t, std::string> ids;
    for (std::string cursor;;) {
        SUITE_ASSIGN(const auto page, Send(helpdesk, "GET", "/schools?limit=500&cursor=" + cursor));
        for (const auto& school : page.at("items")) ids.emplace(school.at("basispoortId"), school.at("id"));
        if (page.at("nextCursor").is_null()) break;
        cursor = page.at("nextCursor");
    }
    for (const School& school : roster.schools) {
        const auto id = ids.find(school.basispoort_id);
        if (id == ids.end()) return Wrong("a school is missing");
        loaded.school_ids.push_back(id->second);
    }
    return {};
}

Status Loading::AwaitKnown(const Roster& roster, const Loaded& loaded) const {
    SUITE_ASSIGN(auto token, MethodToken());
    Partner method(url_, std::move(token));
    const auto deadline = Deadline::In(kPatience);
    for (std::size_t s = 0; s < roster.schools.size(); ++s) {
        const auto path = CheckPath(loaded.school_ids[s], roster.schools[s].pupils.back(), "rekenrijk-5", false);
        while (true) {
            SUITE_ASSIGN(const auto answer, Send(method, "GET", path));
            const auto why = answer.at("reason").get<std::string>();
            if (why != "schoolUnknown" && why != "personUnknown") break;
            if (deadline.Passed()) return Wrong("the licence service does not get to know the schools: " + why);
            std::this_thread::sleep_for(kPoll);
        }
    }
    return {};
}

Status Loading::Order(const Roster& roster, std::vector<LicencesOfSchool>& licences, Loaded& loaded) const {
    const auto year = SchoolYear::Of(DutchDay(SystemClock().Now()));
    SUITE_ASSIGN(const auto token, MachineToken("orders:write"));
    const auto start = Clock::now();
    SUITE_RETURN_IF_ERROR(ForEachSchool(roster.schools.size(), [&](std::size_t s) -> Status {
        Partner order_system(url_, token);
        for (const auto& year_group : roster.schools[s].YearGroups()) {
            const auto id = roster.schools[s].basispoort_id;
            // Says nowhere for which year group: else combination groups are linked automatically to two of them, and
            // what is right to answer is not known here.
            SUITE_ASSIGN(const auto order, Send(order_system, "PUT", fmt::format("/orders/bench-{}-{}", id, year_group),
                                                {{"basispoortSchoolId", id},
                                                 {"contractNumber", fmt::format("{:020}", id)},
                                                 {"methodId", "rekenrijk"},
                                                 {"productId", ProductOf(year_group)},
                                                 {"title", "Rekenrijk"},
                                                 {"kind", "group"},
                                                 {"startDate", std::to_string(year.first_year) + "-08-01"},
                                                 {"endDate", year.LastDay().ToString()}}));
            licences[s].emplace(year_group, order.at("licenceId"));
        }
        return {};
    }));
    loaded.ordered = Clock::now() - start;
    for (const auto& of_school : licences) loaded.orders += of_school.size();
    return {};
}

Status Loading::Link(const Roster& roster, const std::vector<LicencesOfSchool>& licences, Loaded& loaded) const {
    SUITE_ASSIGN(const auto helpdesk_token, HelpdeskToken());
    const auto start = Clock::now();
    SUITE_RETURN_IF_ERROR(ForEachSchool(roster.schools.size(), [&](std::size_t s) -> Status {
        Partner helpdesk(url_, helpdesk_token);
        const auto path = "/schools/" + loaded.school_ids[s];
        SUITE_ASSIGN(const auto groups, Send(helpdesk, "GET", path + "/groups?limit=500"));
        std::map<std::string, std::string> ids;
        for (const auto& group : groups.at("items")) ids.emplace(group.at("lasKey"), group.at("id"));
        SUITE_ASSIGN(auto token, CoordinatorToken(loaded.school_ids[s]));
        Partner coordinator(url_, std::move(token));
        for (const Group& group : roster.schools[s].groups) {
            SUITE_RETURN_IF_ERROR(
                Send(coordinator, "PUT",
                     path + "/licences/" + licences[s].at(group.year_group) + "/groups/" + ids.at(group.key)));
        }
        return {};
    }));
    loaded.linked = Clock::now() - start;
    for (const auto& school : roster.schools) loaded.links += school.groups.size();
    return {};
}

Result<std::string> Loading::CoordinatorToken(const std::string& school_id) const {
    return signer_.Sign({.role = Role::kCoordinator,
                         .school = SchoolId::ParseOrNone(school_id),
                         .person = {},
                         .client_id = {},
                         .las = {}},
                        SystemClock().Now(), std::chrono::minutes(10));
}

Result<LinkTimes> Loading::TimeLinks(const Roster& roster, const Loaded& loaded, std::size_t links) const {
    SUITE_ASSIGN(auto method_token, MethodToken());
    Partner method(url_, std::move(method_token));
    std::mt19937 random(2);  // the same links in every run
    std::vector<double> times;
    while (times.size() < links) {
        const std::size_t s = random() % roster.schools.size();
        const School& school = roster.schools[s];
        const Pupil& pupil = school.pupils[random() % school.pupils.size()];
        const Group& group = school.groups[pupil.group];
        SUITE_ASSIGN(auto token, CoordinatorToken(loaded.school_ids[s]));
        Partner coordinator(url_, std::move(token));
        const auto path = "/schools/" + loaded.school_ids[s];
        SUITE_ASSIGN(const auto groups, Send(coordinator, "GET", path + "/groups?limit=500"));
        SUITE_ASSIGN(const auto licences, Send(coordinator, "GET", path + "/licences?limit=500"));
        std::string link = path + "/licences/";
        for (const auto& licence : licences.at("items")) {
            if (licence.at("productId") == ProductOf(group.year_group)) link += licence.at("id");
        }
        for (const auto& one : groups.at("items")) {
            if (one.at("lasKey") == group.key) link += "/groups/" + one.at("id").get<std::string>();
        }
        const auto check = CheckPath(loaded.school_ids[s], pupil, ProductOf(group.year_group), false);
        SUITE_RETURN_IF_ERROR(Send(coordinator, "DELETE", link));
        SUITE_ASSIGN(const auto without, Send(method, "GET", check));
        if (without.at("entitled") == true) return Wrong("a pupil is entitled by a link that is gone");
        const auto start = Clock::now();
        SUITE_RETURN_IF_ERROR(Send(coordinator, "PUT", link));
        while (true) {
            SUITE_ASSIGN(const auto with, Send(method, "GET", check));
            if (with.at("entitled") == true) break;
            if (Clock::now() - start > kPatience) return Wrong("a link does not come through");
        }
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    std::ranges::sort(times);
    return LinkTimes{.links = links,
                     .p50_ms = times[times.size() / 2],
                     .p99_ms = times[times.size() * 99 / 100],
                     .longest_ms = times.back()};
}

std::vector<Question> Loading::Questions(const Roster& roster, const Loaded& loaded, std::size_t count,
                                         std::uint32_t copies) {
    std::mt19937 random(1);  // the same questions in every run
    const auto below = [&](std::size_t bound) { return random() % bound; };
    std::vector<Question> questions;
    while (questions.size() < count) {
        const std::size_t s = below(roster.schools.size());
        const School& school = roster.schools[s];
        const Pupil& pupil = school.pupils[below(school.pupils.size())];
        const auto& own = school.groups[pupil.group].year_group;
        const auto years = school.YearGroups();
        const auto& asked = questions.size() % 5 == 4 ? years[below(years.size())] : own;
        auto copy = SchoolId::ParseOrNone(loaded.school_ids[s]);
        if (copies > 1) copy.value += static_cast<std::int64_t>(below(copies));
        questions.push_back(
            {CheckPath(copy.ToString(), pupil, ProductOf(asked), questions.size() % 2 == 0), asked == own});
    }
    return questions;
}

Status Loading::Verify(const std::vector<Question>& questions) const {
    SUITE_ASSIGN(auto token, MethodToken());
    Partner method(url_, std::move(token));
    for (const Question& question : questions) {
        SUITE_ASSIGN(const auto answer, Send(method, "GET", question.path));
        if (answer.at("entitled") != question.entitled) {
            return Wrong(fmt::format("a pupil is {}entitled and should {}be", question.entitled ? "not " : "",
                                     question.entitled ? "" : "not "));
        }
    }
    return {};
}

}  // namespace suite::bench
