// Why a group and a licence belong together, or why that is doubtful: a stable code with its Dutch and English text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace suite::licence {

enum class MatchReason {
    // for
    kYearGroupMatches,
    kCombinationGroup,
    kMethodLastYear,  // at least four in five of the group's pupils
    kProductLastYear,
    kNameInTitle,       // composed groups
    kSameNameLastYear,  // composed groups
    // against: a match that has one of these is a proposal at most
    kTitleOnly,
    kYearGroupsDiffer,
    kYearGroupUnknown,
    kYearGroupsMixed,
    kNameDiffers,
    kFewPupils,
    kNoPupils,
    kPupilsNotMoved,
    kTwoMethodsOfOneSubject,
    kOtherMethodLinked,
    kSubjectUnknown,
    kTwoProductsOfOneMethod,
    kTwoLicencesOfOneProduct,
    kNotUsedLastYear,
    kSpecialGroup,
    kComposedGroup,
    kShortPeriod,
};

[[nodiscard]] bool IsDoubt(MatchReason reason);
/// "year-group-matches": stored, and sent to programs; never renamed.
[[nodiscard]] std::string_view CodeOf(MatchReason reason);
/// nullopt for what CodeOf does not make.
[[nodiscard]] std::optional<MatchReason> ParseMatchReason(std::string_view code);
/// One sentence at B1, for the coordinator who has to decide.
[[nodiscard]] std::string_view DutchText(MatchReason reason);
[[nodiscard]] std::string_view EnglishText(MatchReason reason);

/// Codes with spaces between, as stored.
[[nodiscard]] std::string EncodeReasons(const std::vector<MatchReason>& reasons);
/// Unknown codes, of a newer version of this program, are left out.
[[nodiscard]] std::vector<MatchReason> DecodeReasons(std::string_view text);

/// Every reason, for tests and documentation.
[[nodiscard]] std::vector<MatchReason> AllMatchReasons();

}  // namespace suite::licence
