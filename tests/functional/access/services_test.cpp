// Past the gateway: the services judge each call again. A caller of another school, or nobody at all, gets from no RPC
// anything about a school, whatever else the request holds; an RPC that is added is tried by being there.
#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>
#include <map>
#include <memory>

#include "core/deadline.hpp"
#include "core/reasons.hpp"
#include "rpc/channel.hpp"
#include "tests/functional/access/rpcs.hpp"
#include "tests/functional/support/route_walk.hpp"

namespace suite::testing {
namespace {

using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

/// Who may be anybody: it answers without looking anything up.
constexpr std::string_view kProbe = "suite.licence.v1.EntitlementService.Probe";

/// The feed and the audit log's source are between services, which is the certificate's matter (functional/mutual_tls);
/// what the gateway answers itself has no process behind it.
bool IsElsewhere(const MethodDescriptor& rpc) {
    return rpc.service()->full_name() == "suite.roster.v1.RosterFeedService" ||
           rpc.service()->full_name() == "suite.audit.v1.AuditService" ||
           rpc.service()->full_name() == "suite.access.v1.AccessService";
}

class Services {
  public:
    explicit Services(devsuite::Suite& suite) {
        for (const auto* name : {"roster-sync", "licence", "pincode", "result-exchange"})
            channels_.emplace(name, std::make_unique<rpc::Channel>(suite.GrpcAddress(name)));
    }

    /// Of one that is no stream.
    [[nodiscard]] Status Call(const MethodDescriptor& rpc, const Actor& actor, const Values& values) const {
        auto* factory = MessageFactory::generated_factory();
        const std::unique_ptr<Message> request(factory->GetPrototype(rpc.input_type())->New());
        const std::unique_ptr<Message> response(factory->GetPrototype(rpc.output_type())->New());
        FillRequest(*request, values);
        return channels_.at(ProcessOf(rpc))
            ->Call("/" + rpc.service()->full_name() + "/" + rpc.name(), *request, *response,
                   {.deadline = Deadline::In(std::chrono::seconds(20)), .actor = actor});
    }

  private:
    std::map<std::string, std::unique_ptr<rpc::Channel>> channels_;
};

std::string Told(const Status& status) {
    if (status) return "OK";
    std::string told = std::to_string(static_cast<int>(status.error().code)) + " " + status.error().reason + " " +
                       status.error().message;
    for (const auto& field : status.error().fields) told += " " + field.pointer + " " + field.message;
    for (const auto& [name, value] : status.error().metadata) told += " " + name + "=" + value;
    return told;
}

/// Not "this is wrong with your request": that could be said only by who had a look at it.
bool IsRefused(const Status& status) {
    if (status) return false;
    return (status.error().code == Code::kPermissionDenied && status.error().reason == reason::kForbidden) ||
           (status.error().code == Code::kNotFound && status.error().reason == reason::kSchoolUnknown);
}

}  // namespace

TEST_CASE("a service refuses for itself whoever is of another school or nobody", "[ACC-03][ACC-04]") {
    World world;
    const auto& demo = world.Demonstration();
    const Services services(world.Fixture().Suite());
    const auto before = EverythingStored(world.Rest(), demo);
    const Actor nobody{};
    const auto scopeless = MachineWith({});
    auto schoolless = StaffOf(Role::kCoordinator, demo.school, demo.coordinator);
    schoolless.school = {};
    const std::vector<std::pair<std::string, Actor>> strangers{
        {"the other school's coordinator", StaffOf(Role::kCoordinator, demo.other_school, demo.other_coordinator)},
        {"the other school's teacher", StaffOf(Role::kTeacher, demo.other_school, demo.other_coordinator)},
        {"somebody with our own person at the other school",
         StaffOf(Role::kCoordinator, demo.other_school, demo.coordinator)},
        {"a coordinator of no school", schoolless},
        {"a machine without scopes", scopeless},
        {"nobody", nobody}};
    auto gone = world.Own();
    for (const auto& [name, value] : World::Never()) gone[name] = value;
    auto malformed = world.Own();
    malformed["schoolId"] = "geen-id-van-ons";
    int of_a_school = 0;
    int calls = 0;
    for (const auto* rpc : AllRpcs()) {
        if (IsElsewhere(*rpc) || rpc->full_name() == kProbe) continue;
        CAPTURE(rpc->full_name());
        REQUIRE_FALSE(rpc->client_streaming());
        REQUIRE_FALSE(rpc->server_streaming());
        const auto& type = *rpc->input_type();
        const bool names_school = IdsIn(type).contains("schoolId");
        if (names_school) ++of_a_school;
        for (const auto& [name, actor] : strangers) {
            const bool nobody_at_all = actor.role == Role::kNone || actor.role == Role::kMachine;
            if (!names_school && !nobody_at_all) continue;
            CAPTURE(name);
            const auto told = services.Call(*rpc, actor, world.Own());
            CAPTURE(Told(told));
            CHECK(IsRefused(told));
            // And says no more of a school that is there than of one that is not.
            if (names_school) CHECK(Told(services.Call(*rpc, actor, gone)) == Told(told));
            // No id is the id of "none", which nobody is of.
            if (names_school) CHECK(IsRefused(services.Call(*rpc, actor, malformed)));
            calls += names_school ? 3 : 1;
        }
    }
    CHECK(of_a_school > 50);
    CheckNothingStored(world.Rest(), demo, before);

    // The same requests are refused to nobody who may: it was the caller that was refused, and not the request.
    std::vector<Actor> allowed{StaffOf(Role::kCoordinator, demo.school, demo.coordinator),
                               StaffOf(Role::kTeacher, demo.school, demo.teacher), HelpdeskActor()};
    auto scopes = AllScopes();
    scopes.insert(scopes.end(), {"sign-in", "way-in"});
    for (const auto& scope : scopes) allowed.push_back(MachineWith({scope}));
    for (const auto* rpc : AllRpcs()) {
        if (IsElsewhere(*rpc)) continue;
        CAPTURE(rpc->full_name());
        CHECK(std::ranges::any_of(
            allowed, [&](const Actor& actor) { return !IsRefused(services.Call(*rpc, actor, world.Own())); }));
    }
    std::cout << "services past the gateway: " << of_a_school << " RPCs that name a school, " << calls
              << " calls refused\n";
}

}  // namespace suite::testing
