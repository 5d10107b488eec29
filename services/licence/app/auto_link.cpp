#include "services/licence/app/auto_link.hpp"

#include <map>
#include <set>

namespace suite::licence {
namespace {

struct Plan {
    std::vector<Match> links{};
    std::vector<Pair> withdrawals{};
    std::vector<LinkProposal> proposals{};  // new, with other reasons, or to be closed
    [[nodiscard]] bool Empty() const { return links.empty() && withdrawals.empty() && proposals.empty(); }
};

Result<Plan> MakePlan(LicenceTx& tx, SchoolId school, Instant now) {
    Plan plan;
    SUITE_ASSIGN(const auto facts, tx.Matches().Facts(school, DutchDay(now)));
    const Matches matches = facts ? FindMatches(*facts) : Matches{};
    SUITE_ASSIGN(const auto open, tx.Matches().OpenProposals(school));
    std::map<Pair, const LinkProposal*> before;
    for (const auto& proposal : open) before[{proposal.licence, proposal.group}] = &proposal;

    plan.withdrawals = matches.withdrawn;
    for (const auto& match : matches.found) {
        if (match.sure) {
            plan.links.push_back(match);
            continue;
        }
        const auto held = before.find({match.licence, match.group});
        if (held == before.end()) {
            plan.proposals.push_back(
                {.licence = match.licence, .group = match.group, .reasons = match.reasons, .proposed_at = now});
            continue;
        }
        if (held->second->reasons != match.reasons) {
            plan.proposals.push_back(*held->second);
            plan.proposals.back().reasons = match.reasons;
        }
        before.erase(held);
    }
    for (const auto& [pair, proposal] : before) {
        plan.proposals.push_back(*proposal);
        plan.proposals.back().state = ProposalState::kClosed;
        plan.proposals.back().decided_at = now;
    }
    return plan;
}

class Writer {
  public:
    Writer(LicenceTx& tx, SchoolId school, Instant now, IdSource& ids)
        : tx_(tx), school_(school), now_(now), ids_(ids) {}

    Status Carry(const Plan& plan) {
        for (const auto& [licence, group] : plan.withdrawals) SUITE_RETURN_IF_ERROR(Withdraw(licence, group));
        for (const auto& match : plan.links) SUITE_RETURN_IF_ERROR(Link(match));
        for (auto proposal : plan.proposals) {
            if (!proposal.id) {
                proposal.id = ids_.New<ProposalId>();
                SUITE_ASSIGN(const auto group, tx_.Roster().FindGroup(school_, proposal.group));
                if (!group) continue;
                proposal.group_name = group->name;
            }
            SUITE_RETURN_IF_ERROR(tx_.Matches().SaveProposal(school_, proposal));
        }
        return changed_ ? tx_.MappingChanged(school_, now_) : Status{};
    }

  private:
    Status Link(const Match& match) {
        SUITE_ASSIGN(const auto group, tx_.Roster().FindGroup(school_, match.group));
        if (!group) return {};
        SUITE_ASSIGN(const bool added, tx_.Links().AddGroup(school_, match.licence, *group, How::kAutomatic, now_));
        return added ? Note(match.licence, *group, LinkAction::kLink, EncodeReasons(match.reasons)) : Status{};
    }

    Status Withdraw(LicenceId licence, GroupId id) {
        SUITE_ASSIGN(const auto group, tx_.Roster().FindGroup(school_, id));
        if (!group) return {};
        SUITE_ASSIGN(const bool removed, tx_.Links().RemoveGroup(school_, licence, id));
        return removed ? Note(licence, *group, LinkAction::kUnlink, "not-sure-any-more") : Status{};
    }

    Status Note(LicenceId id, const KnownGroup& group, LinkAction action, std::string reason) {
        changed_ = true;
        return tx_.History().Add(school_, {.at = now_,
                                           .licence = id,
                                           .subject = Subject::kGroup,
                                           .subject_id = group.id.value,
                                           .group_name = group.name,
                                           .action = action,
                                           .how = How::kAutomatic,
                                           .reason = std::move(reason)});
    }

    LicenceTx& tx_;
    SchoolId school_;
    Instant now_;
    IdSource& ids_;
    bool changed_ = false;
};

}  // namespace

Status AutoLink::operator()(SchoolId school, Deadline deadline) const {
    const Instant now = clock_.Now();
    bool nothing = false;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto plan, MakePlan(tx, school, now));
        nothing = plan.Empty();
        return {};
    }));
    if (nothing) return {};
    return store_.Write(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        SUITE_ASSIGN(const auto plan, MakePlan(tx, school, now));
        return Writer(tx, school, now, ids_).Carry(plan);
    });
}

}  // namespace suite::licence
