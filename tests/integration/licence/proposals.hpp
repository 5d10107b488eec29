// The automatic links over a socket, and a roster that belongs to the year it is.
#pragma once

#include <suite/licence/v1/proposal_service.pb.h>

#include <thread>

#include "services/licence/domain/proposal.hpp"
#include "support.hpp"

namespace suite::licence {

template <class Condition>
bool Eventually(Condition condition) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::yield();
    }
    return true;
}

inline roster::Pupil PupilOf(PersonId id, GroupId group, const char* year_group) {
    auto pupil = PupilIn(id, group);
    pupil.year_group = year_group;
    return pupil;
}

/// A group licence of a method, for these year groups.
inline v1::PutOrderRequest OrderFor(const std::string& line, const std::string& method,
                                    const std::vector<std::string>& years, const std::string& title = "Taal") {
    auto order = Service::Order(line, method + "-" + years.front());
    order.set_title(title);
    order.set_method_id(method);
    for (const auto& year : years) order.add_year_groups(year);
    return order;
}
/// Only its title says which year group it is for.
inline v1::PutOrderRequest TitleOnly(const std::string& line) {
    auto order = Service::Order(line, "taal-titel");
    order.set_title("Taal groep 5");
    order.set_method_id("taal");
    return order;
}

inline std::vector<v1::LinkProposal> Proposals(const Service& service, const std::string& state,
                                               const Actor& actor = kCoordinator) {
    v1::ListProposalsRequest request;
    request.set_school_id(kSchool.ToString());
    request.set_state(state);
    const auto page = service.Call<v1::ListProposalsResponse>("ProposalService/ListProposals", request, actor);
    REQUIRE(page);
    return {page->items().begin(), page->items().end()};
}
inline std::vector<v1::LinkProposal> OpenProposals(const Service& service) { return Proposals(service, ""); }

inline Result<v1::LinkProposal> Decide(const Service& service, const char* method, const std::string& id,
                                       const Actor& actor = kCoordinator) {
    v1::DecideProposalRequest request;
    request.set_school_id(kSchool.ToString());
    request.set_proposal_id(id);
    return service.Call<v1::LinkProposal>(std::string("ProposalService/") + method, request, actor);
}
inline Result<v1::AcceptReport> AcceptAll(const Service& service, const v1::AcceptProposalsRequest& request) {
    return service.Call<v1::AcceptReport>("ProposalService/AcceptProposals", request, kCoordinator);
}

inline std::vector<GroupId> GroupsOf(const Service& service, const std::string& licence) {
    v1::GetLicenceRequest request;
    request.set_school_id(kSchool.ToString());
    request.set_licence_id(licence);
    const auto answer = service.Call<v1::Licence>("GetLicence", request, kCoordinator);
    REQUIRE(answer);
    std::vector<GroupId> groups;
    for (const auto& group : answer->groups()) groups.push_back(GroupId::ParseOrNone(group.id()));
    return groups;
}

/// Until all that was asked has been matched.
inline void Settle(const Service& service) {
    CHECK(Eventually([&] { return service.Count("SELECT count(*) FROM outbox WHERE topic = 'auto-link'") == 0; }));
}

}  // namespace suite::licence
