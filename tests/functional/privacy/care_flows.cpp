#include <catch2/catch.hpp>

#include "core/time.hpp"
#include "tests/functional/privacy/flows.hpp"

namespace suite::testing {
namespace {

using Json = nlohmann::json;

class CareFlows {
  public:
    explicit CareFlows(SuiteFixture& fixture)
        : fixture_(fixture),
          api_(fixture.Api()),
          school_(OnlyItem(api_.Helpdesk(), "/schools?basispoortId=" + std::to_string(kCanarySchool)).at("id")),
          base_("/schools/" + school_),
          coordinator_(api_.Coordinator(school_)) {}

    void All() {
        Pull();
        HoldAndDrop();
        PastAndRejected();
        WithoutTheTick();
    }

  private:
    Json Reconciled() {
        const auto asked = coordinator_.Post(base_ + "/roster-reconciles", Json::object());
        CAPTURE(asked.body);
        REQUIRE(asked.status == 202);
        return coordinator_
            .GetUntil(base_ + "/roster-reconciles/" + asked.json.at("id").get<std::string>(),
                      [](const Answer& answer) { return answer.json.at("status") == "done"; })
            .json;
    }

    void Pull() {
        CHECK(Reconciled().at("failed") == 0);
        CHECK(ListOf(coordinator_, base_ + "/pupils?q=zangvogelaar").size() == 1);
    }

    /// A list that names nobody is never believed at once.
    void HoldAndDrop() {
        fixture_.Basispoort().PutSchool(kCanarySchool, CanarySchool(/*with_people=*/false));
        CHECK(Reconciled().at("failed") == 0);
        const auto removals = ListOf(coordinator_, base_ + "/held-removals");
        REQUIRE_FALSE(removals.empty());
        bool named = false;
        for (const auto& removal : removals) {
            const auto path = base_ + "/held-removals/" + removal.at("id").get<std::string>();
            named = named || coordinator_.Get(path).body.contains("Zangvogel");
            CHECK(coordinator_.Post(path + "/drop", {{"reason", "Ze zijn er nog."}}).status == 200);
        }
        CHECK(named);
        fixture_.Basispoort().PutSchool(kCanarySchool, CanarySchool(/*with_people=*/true));
        CHECK(Reconciled().at("failed") == 0);
    }

    void PastAndRejected() {
        const auto today = DutchDay(SystemClock().Now()).ToString();
        CHECK(coordinator_.Get(base_ + "/pupils?asOf=" + today).body.contains("Zangvogel"));
        CHECK(coordinator_.Get(base_ + "/group-joins").status == 200);
        CHECK(coordinator_.Get(base_ + "/group-joins?q=verklikker").status < 500);
        for (const auto& import : ListOf(coordinator_, base_ + "/roster-imports")) {
            const auto path = base_ + "/roster-imports/" + import.at("id").get<std::string>();
            CHECK_FALSE(coordinator_.Get(path + "/rejections.csv").body.contains("erklikker"));
        }
    }

    void WithoutTheTick() {
        fixture_.Basispoort().Consent(kCanarySchool, false, DutchDay(SystemClock().Now()).ToString());
        // Read when roster-sync starts, and every quarter of an hour.
        fixture_.Suite().KillService("roster-sync");
        REQUIRE(fixture_.Suite().StartService("roster-sync"));
        api_.Helpdesk().GetUntil(
            base_, [](const Answer& answer) { return answer.status == 200 && answer.json.at("consent") == false; });
        const auto batch = ApplyRoster(api_, 4, "delta", CanarySchool(/*with_people=*/true));
        CHECK(batch.at("counts").at("pupil").at("rejected") == 1);
        const auto path = "/roster-batches/" + batch.at("id").get<std::string>() + "/rejections";
        CHECK_FALSE(api_.Machine("basispoort").Get(path).body.contains("angvogel"));
    }

    SuiteFixture& fixture_;
    Api& api_;
    std::string school_;
    std::string base_;
    Caller& coordinator_;
};

}  // namespace

void TakeCareOfTheCanary(SuiteFixture& fixture) { CareFlows(fixture).All(); }

}  // namespace suite::testing
