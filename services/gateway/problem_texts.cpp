#include "services/gateway/problem_texts.hpp"

#include <map>

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

const std::map<std::string_view, ProblemText>& Texts() {
    static const auto kTexts = [] {
        std::map<std::string_view, ProblemText> texts;
        for (const auto entries : {AccessProblems(), SchoolProblems()}) {
            for (const auto& [reason, text] : entries) texts.emplace(reason, text);
        }
        return texts;
    }();
    return kTexts;
}

}  // namespace

const ProblemText& TextFor(std::string_view reason) {
    const auto it = Texts().find(reason);
    return it == Texts().end() ? Texts().at(reason::kInternal) : it->second;
}

bool HasText(std::string_view reason) { return Texts().contains(reason); }

}  // namespace suite::gateway
