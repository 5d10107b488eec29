#include "services/licence/app/decide_proposals.hpp"

#include <algorithm>

#include "core/reasons.hpp"
#include "services/licence/domain/access.hpp"

namespace suite::licence {
namespace {

std::unexpected<Error> NoSuchProposal() { return Fail(Code::kNotFound, reason::kProposalUnknown, "no such proposal"); }

/// An open proposal of which group and licence can still be linked.
struct Linkable {
    LinkProposal proposal;
    Licence licence;
    KnownGroup group;
};

Result<Linkable> FindLinkable(LicenceTx& tx, SchoolId school, ProposalId id, Instant now) {
    SUITE_ASSIGN(auto proposal, tx.Matches().FindProposal(school, id));
    if (!proposal) return NoSuchProposal();
    SUITE_RETURN_IF_ERROR(MayDecide(*proposal));
    SUITE_ASSIGN(auto licence, tx.Licences().Find(school, proposal->licence));
    if (!licence) return NoSuchLicence();
    SUITE_RETURN_IF_ERROR(CanLinkGroups(*licence, DutchDay(now)));
    SUITE_ASSIGN(auto group, tx.Roster().FindGroup(school, proposal->group));
    if (!group) return NoSuchGroup();
    return Linkable{std::move(*proposal), std::move(*licence), std::move(*group)};
}

Result<LinkProposal> Decided(LicenceTx& tx, SchoolId school, LinkProposal proposal, ProposalState state,
                             const Actor& actor, Instant now) {
    proposal.state = state;
    proposal.decided_at = now;
    proposal.decided_by = actor.person;
    SUITE_RETURN_IF_ERROR(tx.Matches().SaveProposal(school, proposal));
    return proposal;
}

/// The decision is recorded before the link is made, so that the link finds no open proposal of its pair to close.
Result<LinkProposal> Link(LicenceTx& tx, SchoolId school, const Linkable& it, const Actor& actor, Instant now) {
    SUITE_ASSIGN(auto proposal, Decided(tx, school, it.proposal, ProposalState::kAccepted, actor, now));
    SUITE_ASSIGN(const bool added, tx.Links().AddGroup(school, it.licence.id, it.group, How::kHand, now));
    if (!added) return proposal;
    SUITE_RETURN_IF_ERROR(tx.History().Add(school, {.at = now,
                                                    .licence = it.licence.id,
                                                    .subject = Subject::kGroup,
                                                    .subject_id = it.group.id.value,
                                                    .group_name = it.group.name,
                                                    .action = LinkAction::kLink,
                                                    .how = How::kHand,
                                                    .role = actor.role,
                                                    .person = actor.person,
                                                    .client_id = actor.client_id,
                                                    .reason = "proposal: " + EncodeReasons(it.proposal.reasons)}));
    SUITE_RETURN_IF_ERROR(tx.MappingChanged(school, now));
    return proposal;
}

}  // namespace

Result<ProposalPage> DecideProposals::List(const Actor& actor, SchoolId school, std::optional<ProposalState> state,
                                           std::int64_t before, std::int64_t limit, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MaySeeLicences(actor, school));
    ProposalPage page;
    SUITE_RETURN_IF_ERROR(store_.Read(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto known, tx.Roster().FindSchool(school));
        if (!known) return NoSuchSchool();
        SUITE_ASSIGN(page.items, tx.Matches().Proposals(school, state, before, limit + 1));
        return {};
    }));
    if (std::ssize(page.items) > limit) {
        page.items.pop_back();
        page.next = page.items.back().number;
    }
    return page;
}

Result<LinkProposal> DecideProposals::Accept(const Actor& actor, SchoolId school, ProposalId id,
                                             Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLink(actor, school));
    LinkProposal accepted;
    SUITE_RETURN_IF_ERROR(store_.Write(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        const Instant now = clock_.Now();
        SUITE_ASSIGN(const auto linkable, FindLinkable(tx, school, id, now));
        SUITE_ASSIGN(accepted, Link(tx, school, linkable, actor, now));
        // With this choice made, proposals of other methods for the group may be none any more.
        return tx.Matches().Ask(school, now);
    }));
    return accepted;
}

Result<LinkProposal> DecideProposals::Drop(const Actor& actor, SchoolId school, ProposalId id,
                                           Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLink(actor, school));
    LinkProposal dropped;
    SUITE_RETURN_IF_ERROR(store_.Write(school, deadline, [&](LicenceTx& tx) -> Status {
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        const Instant now = clock_.Now();
        SUITE_ASSIGN(auto proposal, tx.Matches().FindProposal(school, id));
        if (!proposal) return NoSuchProposal();
        SUITE_RETURN_IF_ERROR(MayDecide(*proposal));
        SUITE_ASSIGN(dropped, Decided(tx, school, std::move(*proposal), ProposalState::kDropped, actor, now));
        return tx.Matches().Ask(school, now);
    }));
    return dropped;
}

Result<std::vector<AcceptedProposal>> DecideProposals::AcceptAll(const Actor& actor, SchoolId school,
                                                                 const std::vector<ProposalId>& ids,
                                                                 Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayLink(actor, school));
    if (ids.empty() || ids.size() > kMostAtOnce) {
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "fields are wrong",
                     .fields = {{"/ids", "must have 1 to 100 items"}}});
    }
    std::vector<ProposalId> each;
    for (const auto id : ids) {
        if (std::ranges::find(each, id) == each.end()) each.push_back(id);
    }
    std::vector<AcceptedProposal> report;
    SUITE_RETURN_IF_ERROR(store_.Write(school, deadline, [&](LicenceTx& tx) -> Status {
        report.clear();
        SUITE_RETURN_IF_ERROR(tx.Lock(school));
        const Instant now = clock_.Now();
        std::vector<Linkable> linkable;
        for (const auto id : each) {
            auto found = FindLinkable(tx, school, id, now);
            if (found) {
                report.push_back({.proposal = found->proposal});
                linkable.push_back(std::move(*found));
                continue;
            }
            // The database's own trouble is not about this proposal.
            if (found.error().code != Code::kNotFound && found.error().code != Code::kFailedPrecondition)
                return std::unexpected(std::move(found).error());
            SUITE_ASSIGN(const auto known, tx.Matches().FindProposal(school, id));
            report.push_back({.proposal = known.value_or(LinkProposal{.id = id}), .refused = std::move(found).error()});
        }
        if (linkable.size() != each.size()) return {};
        for (std::size_t i = 0; i < linkable.size(); ++i) {
            SUITE_ASSIGN(report[i].proposal, Link(tx, school, linkable[i], actor, now));
        }
        return tx.Matches().Ask(school, now);
    }));
    return report;
}

}  // namespace suite::licence
