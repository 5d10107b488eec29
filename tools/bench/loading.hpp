// Brings a suite to the state of a school day, as its partners would: by REST.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "crypto/jwt.hpp"
#include "suite/suite.hpp"
#include "tools/bench/roster.hpp"

namespace suite::bench {

using Seconds = std::chrono::duration<double>;

/// A check of an entitlement, and the answer that is right.
struct Question {
    std::string path;
    bool entitled = false;
};

/// From a coordinator's PUT of a link to the first "yes" for a pupil of the group, both as the client sees them.
struct LinkTimes {
    std::size_t links = 0;
    double p50_ms = 0;
    double p99_ms = 0;
    double longest_ms = 0;
};

struct Loaded {
    std::vector<std::string> school_ids;  // ours, in the roster's order
    std::size_t orders = 0;
    std::size_t links = 0;
    Seconds applied{};  // first part → the batch is applied
    Seconds known{};    // first part → the licence service knows the last pupil of every school
    Seconds ordered{};  // the orders alone
    Seconds linked{};   // the links alone
    Seconds right{};    // first part → a pupil of every group is entitled
};

/// Pushes the roster, places one order per school and year group, links every base group to the order of its year, and
/// sees that a pupil of every group then has access. Fails as the REST API does, or with INTERNAL at a wrong answer.
class Loading {
  public:
    [[nodiscard]] static Result<Loading> Start(const devsuite::Suite& suite);

    [[nodiscard]] Result<Loaded> Load(const Roster& roster) const;
    /// What Load found, where the suite was loaded by an earlier run.
    [[nodiscard]] Result<Loaded> Find(const Roster& roster) const;
    /// `count` checks by ECK iD and by Basispoort id in turn, of pupils at random: four of five for a product of their
    /// own year, one for another year's. `copies`: how often every school is in the licence database; the n-th copy has
    /// the school's id plus n (tools/bench/copies.hpp).
    [[nodiscard]] static std::vector<Question> Questions(const Roster& roster, const Loaded& loaded, std::size_t count,
                                                         std::uint32_t copies = 1);
    /// Unlinks groups of schools at random and links them again, one after the other. INTERNAL when an unlinked pupil
    /// is still entitled.
    [[nodiscard]] Result<LinkTimes> TimeLinks(const Roster& roster, const Loaded& loaded, std::size_t links) const;
    /// INTERNAL when an answer is wrong.
    [[nodiscard]] Status Verify(const std::vector<Question>& questions) const;

    /// For an hour; of a machine with this scope, of the method software, and of the helpdesk.
    [[nodiscard]] Result<std::string> MachineToken(const std::string& scope) const;
    [[nodiscard]] Result<std::string> MethodToken() const;
    [[nodiscard]] Result<std::string> HelpdeskToken() const;

  private:
    Loading(std::string url, crypto::TokenSigner signer) : url_(std::move(url)), signer_(std::move(signer)) {}
    [[nodiscard]] Status Push(const Roster& roster) const;
    [[nodiscard]] Status FindSchools(const Roster& roster, Loaded& loaded) const;
    [[nodiscard]] Status AwaitKnown(const Roster& roster, const Loaded& loaded) const;
    using LicencesOfSchool = std::map<std::string, std::string>;  // by year group
    [[nodiscard]] Status Order(const Roster& roster, std::vector<LicencesOfSchool>& licences, Loaded& loaded) const;
    [[nodiscard]] Status Link(const Roster& roster, const std::vector<LicencesOfSchool>& licences,
                              Loaded& loaded) const;
    [[nodiscard]] Result<std::string> CoordinatorToken(const std::string& school_id) const;

    std::string url_;
    crypto::TokenSigner signer_;
};

}  // namespace suite::bench
