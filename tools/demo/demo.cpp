#include "tools/demo/demo.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>
#include <vector>

#include "compress/gzip.hpp"
#include "core/deadline.hpp"
#include "core/reasons.hpp"
#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "crypto/jwt.hpp"
#include "tools/demo/machines.hpp"
#include "tools/demo/partner.hpp"
#include "tools/demo/roster.hpp"
#include "tools/demo/shop.hpp"

namespace suite::demo {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds kStepTime{60};
constexpr std::chrono::milliseconds kPollTime{50};
constexpr std::chrono::minutes kTokenTime{10};
constexpr std::int64_t kSchool = 1001;  // De Regenboog, in roster.ndjson
constexpr std::int64_t kCoordinator = 9001;

/// The services learn of the roster from the change feed, a moment after it is applied; until then they know neither
/// the school nor who is in it.
constexpr std::array kNotYetKnown{reason::kSchoolUnknown, reason::kGroupUnknown, reason::kPersonUnknown};

bool NotYetKnown(std::string_view reason) { return std::ranges::find(kNotYetKnown, reason) != kNotYetKnown.end(); }

struct DemoResult {
    std::string key;
    std::int64_t pupil;  // Basispoort id
    std::string kind;
    std::string test_code;
    std::string test_name;
    std::optional<int> score{};
};

std::vector<DemoResult> Results() {
    return {{.key = "demo-r1",
             .pupil = 500123,
             .kind = "test",
             .test_code = "CP5-B1",
             .test_name = "Cijferpad 5, blok 1",
             .score = 34},
            {.key = "demo-r2",
             .pupil = 500123,
             .kind = "test",
             .test_code = "CP5-B2",
             .test_name = "Cijferpad 5, blok 2",
             .score = 38},
            {.key = "demo-r3",
             .pupil = 500150,
             .kind = "test",
             .test_code = "CP5-B1",
             .test_name = "Cijferpad 5, blok 1",
             .score = 29},
            {.key = "demo-r4",
             .pupil = 500151,
             .kind = "observation",
             .test_code = "CP5-OBS",
             .test_name = "Cijferpad 5, werkhouding"}};
}

class Loader {
  public:
    explicit Loader(const Options& options) : options_(options) {}

    Status Run() {
        SUITE_RETURN_IF_ERROR(PushRoster());
        SUITE_RETURN_IF_ERROR(FindSchool());
        SUITE_RETURN_IF_ERROR(PutCatalogue());
        SUITE_RETURN_IF_ERROR(PutOrders());
        SUITE_RETURN_IF_ERROR(AwaitLinks());
        SUITE_RETURN_IF_ERROR(Connect());
        SUITE_RETURN_IF_ERROR(HandInResults());
        return Mark();
    }

  private:
    void Say(std::string_view what) const {
        if (options_.progress) options_.progress(what);
    }

    /// What an answer of our own gateway says; a field that is not there is a mistake of ours.
    static Result<Json> Parse(const std::string& text) {
        auto json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
        if (json.is_object()) return json;
        return Fail(Code::kInternal, reason::kInternal, "the gateway answered no JSON object");
    }
    static Result<Json> Send(Partner& partner, const std::string& method, const std::string& path, const Json& body) {
        SUITE_ASSIGN(const auto text, partner.Send(method, path, {.content = body.is_null() ? "" : body.dump()}));
        return Parse(text);
    }
    static Result<Json> Get(Partner& partner, const std::string& path) { return Send(partner, "GET", path, nullptr); }

    /// Repeats `step` until it is done, fails for good, or takes too long.
    template <class Step>
    Status Until(std::string_view what, Step step) const {
        const auto deadline = Deadline::In(kStepTime);
        while (true) {
            SUITE_ASSIGN(const bool done, step());
            if (done) return {};
            if (deadline.Passed())
                return Fail(Code::kDeadlineExceeded, reason::kDeadlineExceeded,
                            std::string(what) + " took over a minute");
            if (options_.stop_asked && options_.stop_asked())
                return Fail(Code::kCancelled, reason::kUnavailable, "told to stop");
            std::this_thread::sleep_for(kPollTime);
        }
    }
    /// Repeats a request as long as the service behind does not know the school or who is in it.
    Result<Json> SendOnceKnown(Partner& partner, const std::string& method, const std::string& path,
                               const Json& body) const {
        Result<Json> answer = Json();
        SUITE_RETURN_IF_ERROR(Until(method + " " + path, [&]() -> Result<bool> {
            answer = Send(partner, method, path, body);
            return answer || !NotYetKnown(answer.error().reason);
        }));
        return answer;
    }

    Result<Partner> Machine(const std::string& id) const {
        SUITE_ASSIGN(const auto secret, SecretOf(options_.dev_clients_file, id));
        return Partner::LogIn(options_.gateway, id, secret);
    }

    Status PushRoster() {
        Say("demonstration: Basispoort pushes the roster");
        SUITE_ASSIGN(auto basispoort, Machine("basispoort"));
        SUITE_ASSIGN(auto batch, Send(basispoort, "POST", "/roster-batches",
                                      {{"source", "basispoort"}, {"sequence", 1}, {"kind", "snapshot"}}));
        const std::string path = "/roster-batches/" + batch.value("id", "");
        // The day the batch was opened stands for today, so that a load that is run again brings in the same.
        const auto opened = ParseInstant(batch.value("createdAt", ""));
        if (!opened) return Fail(Code::kInternal, reason::kInternal, "a roster batch without createdAt");
        day_ = DutchDay(*opened);
        if (batch.value("status", "") == "open") {
            SUITE_RETURN_IF_ERROR(basispoort.Send(
                "PUT", path + "/parts/1",
                {.content = compress::Gzip(RosterOn(day_)), .type = "application/x-ndjson", .encoding = "gzip"}));
            SUITE_RETURN_IF_ERROR(Send(basispoort, "POST", path + "/commit", {{"parts", 1}}));
        }
        return Until("applying the roster", [&]() -> Result<bool> {
            SUITE_ASSIGN(const auto now, Get(basispoort, path));
            const auto status = now.value("status", "");
            if (status == "held" || status == "refused") {
                return Fail(Code::kFailedPrecondition, reason::kInternal, "the demonstration's roster is " + status);
            }
            if (status != "applied") return false;
            // The roster is ours, so a record that is refused is a mistake of ours that must not go unseen.
            for (const auto& counts : now.value("counts", Json::object())) {
                if (counts.value("rejected", 0) > 0) {
                    return Fail(Code::kInternal, reason::kInternal,
                                "records of the demonstration's roster are refused");
                }
            }
            return true;
        });
    }

    Status FindSchool() {
        SUITE_ASSIGN(auto helpdesk, Machine(kHelpdeskMember));
        SUITE_ASSIGN(const auto schools, Get(helpdesk, "/schools?basispoortId=" + std::to_string(kSchool)));
        SUITE_ASSIGN(school_, OnlyId(schools));
        SUITE_ASSIGN(const auto staff,
                     Get(helpdesk, SchoolPath("/ict-coordinators?basispoortId=" + std::to_string(kCoordinator))));
        SUITE_ASSIGN(coordinator_, OnlyId(staff));
        SUITE_ASSIGN(const auto groups, Get(helpdesk, SchoolPath("/groups?limit=100")));
        for (const auto& group : groups.value("items", Json::array())) {
            groups_.emplace(group.value("lasKey", ""), group.value("id", ""));
        }
        return {};
    }

    Status PutCatalogue() {
        Say("demonstration: the publisher's catalogue");
        SUITE_ASSIGN(auto order_system, Machine("order-system"));
        for (const SoldMethod& method : SoldMethods()) {
            const Json body{{"name", method.name},
                            {"subject", method.subject},
                            {"url", "https://" + method.id + ".example"},
                            {"excludedFromOverview", method.managed_elsewhere},
                            {"tags", {{"leerkrachtApplicatie", method.for_teachers}, {"toetsApplicatie", false}}}};
            SUITE_RETURN_IF_ERROR(Send(order_system, "PUT", "/methods/" + method.id, body));
        }
        for (const SoldProduct& product : SoldProducts()) {
            const auto method = MethodOf(product.id);
            const Json body{{"methodId", method},
                            {"name", product.name},
                            {"yearGroups", product.year_groups},
                            {"kinds", product.kinds},
                            {"url", "https://" + method + ".example/" + product.id},
                            {"tags", {{"leerkrachtApplicatie", false}, {"toetsApplicatie", product.test}}}};
            SUITE_RETURN_IF_ERROR(Send(order_system, "PUT", "/products/" + product.id, body));
        }
        return {};
    }

    Status PutOrders() {
        Say("demonstration: the school's orders");
        SUITE_ASSIGN(auto order_system, Machine("order-system"));
        for (const OrderLine& line : OrderLines()) {
            const SchoolYear year{SchoolYear::Of(day_).first_year + line.years_ahead};
            Json order{{"basispoortSchoolId", kSchool},
                       {"contractNumber", "000000000000000010" + std::to_string(10 + licences_.size())},
                       {"methodId", MethodOf(line.product)},
                       {"productId", line.product},
                       {"title", line.title},
                       {"kind", line.seats ? "pupil" : "group"},
                       {"startDate", std::to_string(year.first_year) + "-08-01"},
                       {"endDate", year.LastDay().ToString()},
                       {"yearGroups", line.year_groups},
                       {"renews", line.renews}};
            if (line.seats) order["seats"] = *line.seats;
            SUITE_ASSIGN(const auto answer, SendOnceKnown(order_system, "PUT", "/orders/" + line.id, order));
            licences_.emplace(line.id, answer.value("licenceId", ""));
        }
        return {};
    }

    /// Nobody links them: year groups and methods leave no doubt (LIC-04). What is doubtful stays a proposal.
    Status AwaitLinks() {
        Say("demonstration: groups are linked to licences by themselves");
        SUITE_ASSIGN(auto coordinator, Coordinator());
        std::size_t proposed = 0;
        for (const OrderLine& line : OrderLines()) {
            proposed += static_cast<std::size_t>(line.proposed_groups);
            if (line.linked_groups.empty()) continue;
            const auto path = SchoolPath("/licences/" + licences_.at(line.id));
            SUITE_RETURN_IF_ERROR(Until("linking groups to " + line.title, [&]() -> Result<bool> {
                SUITE_ASSIGN(const auto licence, Get(coordinator, path));
                return licence.value("groupCount", std::size_t{0}) >= line.linked_groups.size();
            }));
        }
        return Until("proposing links", [&]() -> Result<bool> {
            SUITE_ASSIGN(const auto proposals, Get(coordinator, SchoolPath("/link-proposals?state=all")));
            return proposals.value("items", Json::array()).size() >= proposed;
        });
    }

    Status Connect() {
        Say("demonstration: a connection to ParnasSys");
        SUITE_ASSIGN(auto coordinator, Coordinator());
        const auto added = SendOnceKnown(coordinator, "POST", SchoolPath("/result-connections"),
                                         {{"las", "parnassys"}, {"authorisationKey", "demo-autorisatiesleutel-2468"}});
        if (!added && added.error().reason != reason::kConnectionExists) return Fail(added.error());
        return {};
    }

    Status HandInResults() {
        Say("demonstration: method software hands in results");
        SUITE_ASSIGN(auto method_software, Machine("method-software"));
        Json results = Json::array();
        for (const DemoResult& result : Results()) {
            Json entry{{"resultKey", result.key},      {"version", 1},
                       {"schoolId", school_},          {"basispoortId", result.pupil},
                       {"productId", "cijferpad-5"},   {"kind", result.kind},
                       {"testCode", result.test_code}, {"testName", result.test_name},
                       {"takenOn", day_.ToString()}};
            if (result.score) entry["score"] = *result.score;
            results.push_back(std::move(entry));
        }
        return Until("handing in results", [&]() -> Result<bool> {
            SUITE_ASSIGN(const auto answer, Send(method_software, "POST", "/results", {{"results", results}}));
            for (const auto& receipt : answer.value("items", Json::array())) {
                if (receipt.value("outcome", "") != "rejected") continue;
                const auto reason = receipt.value("reason", "");
                if (NotYetKnown(reason)) return false;
                return Fail(Code::kFailedPrecondition, reason::kInternal,
                            "a result of the demonstration was rejected: " + reason);
            }
            return true;
        });
    }

    Status Mark() const {
        const Json marker{
            {"schoolId", school_}, {"coordinatorId", coordinator_}, {"groups", groups_}, {"licences", licences_}};
        std::ofstream file(options_.marker_file);
        file << marker.dump(2) << '\n';
        file.close();
        if (!file)
            return Fail(Code::kUnavailable, reason::kUnavailable, "cannot write " + options_.marker_file.string());
        return {};
    }

    Result<Partner> Coordinator() const {
        const auto school = SchoolId::Parse(school_);
        const auto person = PersonId::Parse(coordinator_);
        if (!school || !person) return Fail(Code::kInternal, reason::kInternal, "the gateway answered malformed ids");
        const Actor actor{.role = Role::kCoordinator, .school = *school, .person = *person, .client_id = {}, .las = {}};
        SUITE_ASSIGN(auto key, crypto::LoadKey(options_.token_key_file, /*create=*/false));
        SUITE_ASSIGN(auto token, crypto::TokenSigner(std::move(key)).Sign(actor, SystemClock().Now(), kTokenTime));
        return Partner(options_.gateway, std::move(token));
    }

    [[nodiscard]] std::string SchoolPath(const std::string& rest) const { return "/schools/" + school_ + rest; }

    static Result<std::string> OnlyId(const Json& list) {
        const auto items = list.value("items", Json::array());
        if (items.size() != 1)
            return Fail(Code::kInternal, reason::kInternal, "the demonstration's school is not as it was pushed");
        return items.front().value("id", "");
    }

    const Options& options_;
    Date day_;
    std::string school_;
    std::string coordinator_;
    std::map<std::string, std::string> groups_;    // by key
    std::map<std::string, std::string> licences_;  // by order line
};

}  // namespace

Status Load(const Options& options) {
    std::error_code none;
    if (std::filesystem::exists(options.marker_file, none)) return {};
    // Answers are the gateway's; one of a shape that we do not expect must not end the program.
    try {
        return Loader(options).Run();
    } catch (const std::exception&) {
        return Fail(Code::kInternal, reason::kInternal, "the gateway's answer has another shape than expected");
    }
}

}  // namespace suite::demo
