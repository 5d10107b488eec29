// The automatic links' part of a transaction on the licence service's database.
#pragma once

#include "services/licence/app/ports/matches.hpp"
#include "sql/sql.hpp"

namespace suite::licence {

/// Outbox topic: the school's groups and licences are to be matched. No payload.
inline constexpr std::string_view kAutoLinkTopic = "auto-link";

class SqlMatches final : public MatchesTx {
  public:
    explicit SqlMatches(sql::Session& session) : session_(session) {}
    Status Ask(SchoolId school, Instant at) override;
    Result<std::optional<MatchFacts>> Facts(SchoolId school, Date today) override;
    Result<std::vector<LinkProposal>> OpenProposals(SchoolId school) override;
    Result<std::vector<LinkProposal>> Proposals(SchoolId school, std::optional<ProposalState> state,
                                                std::int64_t before, std::int64_t limit) override;
    Result<std::optional<LinkProposal>> FindProposal(SchoolId school, ProposalId id) override;
    Status SaveProposal(SchoolId school, const LinkProposal& proposal) override;

  private:
    sql::Session& session_;
};

}  // namespace suite::licence
