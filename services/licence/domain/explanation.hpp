// Why a person can or cannot use a product, in the words of a school (LIC-12). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/licence/domain/entitlement.hpp"
#include "services/licence/domain/visibility.hpp"

namespace suite::licence {

/// The same said twice.
struct BothLanguages {
    std::string nl;  // B1, "je"
    std::string en;
};

struct NamedGroup {
    GroupId id;
    std::string name;
    bool composed = false;
};

/// What the words need beside the decision.
struct ExplanationFacts {
    SchoolId school;
    std::string product_id;
    Date today;
    bool reader_links = false;  // who reads may link groups and assign seats: the coordinator
    PersonFacts person{};
    std::string person_name{};               // as shown; empty when the roster brought none
    std::vector<NamedGroup> groups{};        // the person's
    std::optional<MappedLicence> licence{};  // that the answer is about
    std::string licence_title{};
    std::string product_name{};        // in the catalogue; empty when it is not there
    std::optional<PersonIcon> icon{};  // at Basispoort; asked for when the answer is yes
};

struct ExplainedStep {
    Question question{};
    bool passed = true;
    BothLanguages text;
};

struct Explanation {
    std::vector<ExplainedStep> steps;
    BothLanguages cause;
    std::optional<BothLanguages> action;  // nullopt: nothing has to be done
    std::optional<std::string> link;      // the route where it is mended, else where it is shown, below /api/v1
};

/// Total over all reasons. `steps` are Decide's, and `answer` its answer. When that is yes and it is known how things
/// are at Basispoort, the icon is one step more, and what to do is about it. The first step that did not pass is the
/// cause.
[[nodiscard]] Explanation Explain(const Entitlement& answer, const std::vector<Step>& steps,
                                  const ExplanationFacts& facts);

/// "31 juli 2027", "31 July 2027".
[[nodiscard]] BothLanguages DateInWords(Date date);

}  // namespace suite::licence
