// The suite as it runs on several machines: its processes show each other certificates.
#include <google/protobuf/empty.pb.h>
#include <suite/licence/v1/licence_service.pb.h>
#include <suite/roster/v1/roster_feed.pb.h>

#include <catch2/catch.hpp>

#include "core/deadline.hpp"
#include "core/reasons.hpp"
#include "core/time.hpp"
#include "crypto/certificates.hpp"
#include "rpc/channel.hpp"
#include "tests/functional/roster_care/school.hpp"
#include "tests/functional/support/steps.hpp"

namespace suite::testing {
namespace {

using google::protobuf::Message;

constexpr auto kProbe = "/suite.licence.v1.EntitlementService/Probe";
constexpr auto kOwnTitles = "/suite.licence.v1.LicenceService/ListTitles";
constexpr auto kPincodes = "/suite.pincode.v1.PincodeService/ListGroupPincodes";
constexpr auto kSchools = "/suite.roster.v1.RosterService/ListSchools";
constexpr auto kPupils = "/suite.roster.v1.RosterService/ListPupils";
constexpr auto kTeachers = "/suite.roster.v1.RosterService/ListTeachers";
constexpr auto kAcknowledge = "/suite.roster.v1.RosterFeedService/Acknowledge";
constexpr auto kHealth = "/grpc.health.v1.Health/Check";

/// Calls services with a certificate of the suite, or with none.
class Calls {
  public:
    explicit Calls(SuiteFixture& fixture) : fixture_(fixture) {}

    [[nodiscard]] Status operator()(const std::string& certificate, const std::string& process, const char* method,
                                    const Message& request = google::protobuf::Empty()) const {
        rpc::Credentials credentials;
        if (!certificate.empty()) {
            const auto files = crypto::CertificatesOf(fixture_.Data() / "certs", certificate);
            auto loaded =
                rpc::Credentials::Load({.ca = files.ca, .certificate = files.certificate, .key = files.key}, {});
            REQUIRE(loaded);
            credentials = *loaded;
        }
        const rpc::Channel channel(fixture_.Suite().GrpcAddress(process), 1, credentials);
        google::protobuf::Empty answer;  // whatever it is, it parses
        return channel.Call(method, request, answer, {.deadline = Deadline::In(std::chrono::seconds(20))});
    }

  private:
    SuiteFixture& fixture_;
};

/// By gRPC, before a handler was asked.
bool IsShutOut(const Status& status) {
    return !status && status.error().code == Code::kUnavailable &&
           status.error().message.find("this certificate may not call") == 0;
}

bool ReachesHandler(const Status& status) {
    // A handler that does not know who asks for whom refuses with a reason of its own.
    return status || status.error().code == Code::kPermissionDenied || status.error().code == Code::kNotFound ||
           status.error().code == Code::kInvalidArgument;
}

roster::v1::AcknowledgeRequest Acknowledging(const char* follower, std::int64_t sequence) {
    roster::v1::AcknowledgeRequest request;
    request.set_follower(follower);
    request.set_sequence(sequence);
    return request;
}

}  // namespace

TEST_CASE("over mutual TLS the suite does what it does over sockets", "[ACC-04]") {
    SuiteFixture fixture(sql::Dialect::kSqlite, WithMutualTls{});
    for (const auto* name : {"roster-sync", "licence", "pincode", "result-exchange"})
        CHECK(fixture.Suite().GrpcAddress(name).find("127.0.0.1:") == 0);
    auto& api = fixture.Api();
    ApplyRoster(api, 1, "snapshot", WholeSchool(kSchool, 100, 30));
    const auto school = IdOfSchool(api, kSchool);
    const auto base = "/schools/" + school;
    auto& coordinator = api.Coordinator(school);
    const auto group = OnlyItem(coordinator, base + "/groups").at("id").get<std::string>();
    REQUIRE(OnceKnown([&] {
                return api.Machine("order-system").Put("/orders/tls-1", OrderOf(school, "taal-5"));
            }).status == 200);
    const auto licence = OnlyItem(coordinator, base + "/licences").at("id").get<std::string>();
    LinkGroup(coordinator, school, licence, group);
    CHECK(Entitlement(api, school, "basispoortId=129", "taal-5").at("entitled") == true);
    coordinator.GetUntil(base + "/groups/" + group + "/pincodes", [](const auto& answer) {
        return answer.status == 200 && answer.json.at("items").size() == 30;
    });
    CHECK(ListOf(coordinator, base + "/result-connections").empty());
    CHECK(ListOf(coordinator, base + "/audit-entries").size() > 1);

    // licence asks roster-sync who was in the group on a day.
    const auto day = "?asOf=" + DutchDay(SystemClock().Now()).ToString();
    const auto access = coordinator.Get(base + "/licences/" + licence + "/access" + day);
    CAPTURE(access.body);
    REQUIRE(access.status == 200);
    CHECK(access.json.at("membersKnown") == true);
    CHECK(access.json.at("groups").at(0).at("pupils").size() == 30);

    // roster-sync asks licence what the children would lose.
    const auto path = PushRoster(api, 2, "snapshot", WholeSchool(kSchool, 100, 10));
    api.Machine("basispoort").GetUntil(path, [](const auto& answer) { return answer.json.at("status") == "held"; });
    const auto removals = base + "/held-removals";
    const auto preview = coordinator.Get(removals + "/" + OnlyItem(coordinator, removals).at("id").get<std::string>());
    REQUIRE(preview.status == 200);
    CHECK(preview.json.at("titlesKnown") == true);
    CHECK(preview.json.at("subjects").at(0).at("titles").size() == 1);

    fixture.Suite().KillService("licence");
    REQUIRE(fixture.Suite().StartService("licence"));
    CHECK(Entitlement(api, school, "basispoortId=129", "taal-5").at("entitled") == true);
}

TEST_CASE("the certificate of a service opens what that service needs and nothing else", "[ACC-04]") {
    SuiteFixture fixture(sql::Dialect::kSqlite, WithMutualTls{});
    const Calls calls(fixture);
    CHECK(calls("gateway", "licence", kProbe));
    CHECK(ReachesHandler(calls("gateway", "roster-sync", kSchools)));
    CHECK(ReachesHandler(calls("gateway", "pincode", kPincodes)));
    CHECK(ReachesHandler(calls("roster-sync", "licence", kOwnTitles)));
    for (const auto* name : {"roster-sync", "licence", "pincode", "result-exchange", "basispoort"}) {
        CAPTURE(name);
        CHECK(IsShutOut(calls(name, "licence", kProbe)));
        CHECK(IsShutOut(calls(name, "pincode", kPincodes)));
        CHECK(IsShutOut(calls(name, "roster-sync", kSchools)));
        CHECK(calls(name, "licence", kHealth));
    }
    CHECK(IsShutOut(calls("gateway", "licence", kOwnTitles)));
    for (const auto* lists : {kPupils, kTeachers}) {
        CHECK(ReachesHandler(calls("gateway", "roster-sync", lists)));
        CHECK(ReachesHandler(calls("licence", "roster-sync", lists)));
        for (const auto* name : {"pincode", "result-exchange", "basispoort"})
            CHECK(IsShutOut(calls(name, "roster-sync", lists)));
    }
    CHECK(calls("", "licence", kProbe).error().code == Code::kUnavailable);
    CHECK(calls("", "licence", kHealth).error().code == Code::kUnavailable);
    CHECK(fixture.Suite().LogTail("licence", 100).find("a certificate of ours called what is not for it") !=
          std::string::npos);

    // Of the change feed each follower is itself.
    CHECK(calls("licence", "roster-sync", kAcknowledge, Acknowledging("licence", 0)));
    CHECK(IsShutOut(calls("gateway", "roster-sync", kAcknowledge, Acknowledging("licence", 0))));
    const auto other = calls("licence", "roster-sync", kAcknowledge, Acknowledging("pincode", 1000));
    REQUIRE_FALSE(other);
    CHECK(other.error().code == Code::kPermissionDenied);
    CHECK(other.error().reason == reason::kForbidden);
}

}  // namespace suite::testing
