#include "services/licence/domain/auto_link.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "services/licence/domain/match_group.hpp"

namespace suite::licence {
namespace {

constexpr int kShortestDays = 60;  // that a licence and the group's school year coincide
constexpr int kMinLevel = 4;       // pupils of a year group from whose use last year something follows

bool AtLeast(int part, int percent, int whole) { return part * 100 >= percent * whole; }

Date FirstDay(SchoolYear year) { return Date{std::chrono::year{year.first_year} / std::chrono::August / 1}; }

/// A school writes what its bigger classes do not get, into the title.
bool IsSpecial(std::string_view title) {
    constexpr std::array<std::string_view, 9> kWords{"plusklas",    "plusgroep",   "pluswerk",
                                                     "remedierend", "remediering", "remedial",
                                                     "verrijking",  "hoogbegaafd", "nt2"};
    const std::string folded = Fold(title);
    return std::ranges::any_of(kWords, [&](auto word) { return folded.find(word) != std::string::npos; });
}

/// Does the name stand in the title as a whole word? Short names stand in everything.
bool Names(std::string_view title, std::string_view group_name) {
    constexpr std::size_t kShortestName = 4;
    const std::string name = Collapse(Fold(group_name));
    if (name.size() < kShortestName) return false;
    const std::string text = " " + Collapse(Fold(title)) + " ";
    return text.find(" " + name + " ") != std::string::npos;
}

/// What is known of a licence without looking at a group.
struct Candidate {
    const MatchLicence* licence = nullptr;
    YearGroups years{};        // that every source names
    YearGroups disputed{};     // that one names and another does not
    bool from_title = false;   // no other source
    bool title_named = false;  // the title says "groep"
    bool special = false;
};

Candidate Weigh(const MatchLicence& licence) {
    Candidate candidate{.licence = &licence, .special = IsSpecial(licence.title)};
    const TitleYears title = YearsInTitle(licence.title);
    candidate.title_named = title.named;
    const YearGroups ordered = YearGroups::Of(licence.ordered_for);
    const YearGroups made = YearGroups::Of(licence.made_for);
    YearGroups all{};
    YearGroups common = YearGroups::Range(0, kLastYearGroup);
    const auto add = [&](YearGroups years) {
        if (years.Empty()) return;
        all = all | years;
        common = common & years;
    };
    add(ordered);
    add(made);
    candidate.from_title = all.Empty();
    // A bare digit is an edition as often as a year group, so it disputes nothing.
    if (candidate.from_title || title.named) add(title.years);
    if (all.Empty()) return candidate;
    candidate.years = common;
    candidate.disputed.bits = static_cast<std::uint16_t>(all.bits & ~unsigned{common.bits});
    return candidate;
}

class Matcher {
  public:
    explicit Matcher(const MatchFacts& facts) : facts_(facts) {
        for (const auto& licence : facts.licences) candidates_.push_back(Weigh(licence));
        std::ranges::sort(candidates_, {}, [](const Candidate& c) { return c.licence->id; });
        for (const auto& group : facts.groups) groups_.push_back(&group);
        std::ranges::sort(groups_, {}, [](const MatchGroup* group) { return group->id; });
        for (const auto& link : facts.links) links_[{link.licence, link.group}] = &link;
    }

    Matches Run() {
        Matches matches;
        for (const auto& candidate : candidates_) {
            for (const auto* group : groups_) {
                const Pair pair{candidate.licence->id, group->id};
                const auto link = links_.find(pair);
                const bool fresh = link != links_.end() && IsFresh(*link->second, candidate, *group);
                if (facts_.barred.contains(pair) || (link != links_.end() && !fresh)) continue;
                auto match = group->composed ? JudgeComposed(candidate, *group) : Judge(candidate, *group);
                const bool sure = match && match->sure;
                if (fresh && !sure) matches.withdrawn.push_back(pair);
                if (match && !(fresh && sure)) matches.found.push_back(std::move(*match));
            }
        }
        return matches;
    }

  private:
    struct Period {
        Date from, until;
        [[nodiscard]] int Days() const { return static_cast<int>((until.days - from.days).count()) + 1; }
    };
    /// The part of the group's school year in which the licence runs.
    static Period Common(const MatchLicence& licence, SchoolYear year) {
        return {.from = std::max(licence.start, FirstDay(year)),
                .until = licence.last ? std::min(*licence.last, year.LastDay()) : year.LastDay()};
    }
    static bool Meet(const MatchLicence& a, const MatchLicence& b, SchoolYear year) {
        const Period of_a = Common(a, year);
        const Period of_b = Common(b, year);
        return std::max(of_a.from, of_b.from) <= std::min(of_a.until, of_b.until);
    }

    bool IsFresh(const MatchLink& link, const Candidate& candidate, const MatchGroup& group) const {
        if (!link.automatic) return false;
        const Date begin = std::max({link.since, candidate.licence->start, FirstDay(group.school_year)});
        return (facts_.today.days - begin.days).count() <= kFreshDays;
    }

    /// The link of that pair as it stands, fresh automatic ones excepted: those are being judged.
    const MatchLink* Standing(const Candidate& candidate, const MatchGroup& group) const {
        const auto at = links_.find({candidate.licence->id, group.id});
        if (at == links_.end() || IsFresh(*at->second, candidate, group)) return nullptr;
        return at->second;
    }

    std::optional<Match> Judge(const Candidate& candidate, const MatchGroup& group) const {
        const MatchLicence& licence = *candidate.licence;
        const Period period = Common(licence, group.school_year);
        if (period.Days() <= 0 || period.until < facts_.today) return std::nullopt;
        const GroupYears of_group = YearsOf(group);
        Match match{.licence = licence.id, .group = group.id};
        const auto add = [&](MatchReason reason) {
            if (std::ranges::find(match.reasons, reason) == match.reasons.end()) match.reasons.push_back(reason);
        };
        const bool had_product = HadMost(group, [&](const auto& product) { return product == licence.product_id; });
        const bool had_method =
            HadMost(group, [&](const auto& product) { return MethodOf(product) == licence.method_id; });
        // For a plus class, or for some children: no whole class is asked about that did not have it before.
        if (candidate.special && !had_product) return std::nullopt;
        const YearGroups named = candidate.years | candidate.disputed;
        if (named.Empty()) {
            if (!had_product) return std::nullopt;
            add(MatchReason::kYearGroupUnknown);
        }
        const YearGroups sure_years = candidate.years & of_group.sure;
        const YearGroups met = named & (of_group.sure | of_group.doubtful);
        if (!named.Empty() && met.Empty()) return std::nullopt;
        if (!named.Empty() && sure_years.Empty()) {
            if (!(candidate.disputed & met).Empty()) add(MatchReason::kYearGroupsDiffer);
            if (!(met & of_group.doubtful).Empty()) {
                for (const auto doubt : of_group.doubts) add(doubt);
            }
        }
        if (!sure_years.Empty())
            add(of_group.combination ? MatchReason::kCombinationGroup : MatchReason::kYearGroupMatches);
        if (had_method && !licence.method_id.empty()) add(MatchReason::kMethodLastYear);
        if (had_product) add(MatchReason::kProductLastYear);

        const YearGroups judged = sure_years.Empty() ? met : sure_years;
        // That very product was with that year group last year: then the title is right.
        const bool proven =
            candidate.title_named && EverybodyHadProduct(licence, group, judged) && !UsedBeyond(candidate, group);
        if (candidate.from_title && !named.Empty() && !proven) add(MatchReason::kTitleOnly);
        if (of_group.not_moved) add(MatchReason::kPupilsNotMoved);
        if (candidate.special) add(MatchReason::kSpecialGroup);
        if (period.Days() < kShortestDays) add(MatchReason::kShortPeriod);
        if (UnusedLastYear(candidate, group, judged, had_method && !licence.method_id.empty()))
            add(MatchReason::kNotUsedLastYear);
        for (const auto& rival : candidates_) {
            if (rival.licence == candidate.licence) continue;
            const auto doubt = Compete(candidate, rival, group, of_group, judged);
            if (doubt.given_up) return std::nullopt;
            if (doubt.reason) add(*doubt.reason);
        }
        std::ranges::sort(match.reasons);
        match.sure = std::ranges::none_of(match.reasons, IsDoubt);
        return match;
    }

    /// Never linked automatically: what such a group is for is known by people.
    std::optional<Match> JudgeComposed(const Candidate& candidate, const MatchGroup& group) const {
        const MatchLicence& licence = *candidate.licence;
        const Period period = Common(licence, group.school_year);
        if (period.Days() <= 0 || period.until < facts_.today) return std::nullopt;
        Match match{.licence = licence.id, .group = group.id};
        if (Names(licence.title, group.name)) match.reasons.push_back(MatchReason::kNameInTitle);
        if (facts_.ended.contains({group.name, licence.product_id}))
            match.reasons.push_back(MatchReason::kSameNameLastYear);
        if (match.reasons.empty()) return std::nullopt;
        match.reasons.push_back(MatchReason::kComposedGroup);
        return match;
    }

    const std::string& MethodOf(const std::string& product) const {
        static const std::string kUnknown;
        const auto at = facts_.method_of.find(product);
        return at == facts_.method_of.end() ? kUnknown : at->second;
    }

    /// Pupils of the group who had any of these products; a pupil who had two of them counts once at least.
    template <class Predicate>
    static int Had(const std::map<std::string, int>& had, Predicate predicate) {
        int most = 0;
        for (const auto& [product, pupils] : had) {
            if (predicate(product)) most = std::max(most, pupils);
        }
        return most;
    }
    template <class Predicate>
    static bool HadMost(const MatchGroup& group, Predicate predicate) {
        const int pupils = Count(group);
        return pupils > 0 && AtLeast(group.known_last_year, 50, pupils) &&
               AtLeast(Had(group.had, predicate), 80, group.known_last_year);
    }

    const UseByYearGroup* UseBefore(SchoolYear year) const {
        const auto at = facts_.use.find(SchoolYear{year.first_year - 1});
        return at == facts_.use.end() ? nullptr : &at->second;
    }
    /// How a year group used a method or product in the year before: pupils of whom it is known, and users.
    template <class Predicate>
    static std::pair<int, int> UseOf(const UseByYearGroup& use, YearGroups years, Predicate predicate) {
        std::pair<int, int> count{0, 0};
        for (const auto& [code, of_year] : use) {
            if ((YearGroups::Of(std::string_view(code)) & years).Empty()) continue;
            count.first += of_year.pupils;
            count.second += Had(of_year.had, predicate);
        }
        return count;
    }

    /// A hand kept the product from some of the year groups it serves: the school uses it for a part of them.
    bool PartlyRefused(const Candidate& candidate, const MatchGroup& group) const {
        const auto at = facts_.refused.find(SchoolYear{group.school_year.first_year - 1});
        return at != facts_.refused.end() && std::ranges::any_of(at->second, [&](const auto& refused) {
                   const YearGroups year = YearGroups::Of(std::string_view(refused.second));
                   return refused.first == candidate.licence->product_id && !(year & candidate.years).Empty();
               });
    }

    /// Most of a year group that the title does not name had the product last year, and no other one of its method: it
    /// is for them, the title was copied from another line, and whom it names had it only beside them, in a combination
    /// group.
    bool UsedBeyond(const Candidate& candidate, const MatchGroup& group) const {
        const MatchLicence& licence = *candidate.licence;
        const UseByYearGroup* use = UseBefore(group.school_year);
        if (use == nullptr) return false;
        const auto is_product = [&](const auto& product) { return product == licence.product_id; };
        const auto is_other = [&](const auto& product) {
            return product != licence.product_id && !licence.method_id.empty() &&
                   MethodOf(product) == licence.method_id;
        };
        for (int year = 0; year <= kLastYearGroup; ++year) {
            if ((candidate.years | candidate.disputed).Has(year)) continue;
            const auto [pupils, users] = UseOf(*use, YearGroups::Range(year, year), is_product);
            const int others = UseOf(*use, YearGroups::Range(year, year), is_other).second;
            if (pupils >= kMinLevel && AtLeast(users, 50, pupils) && !AtLeast(others, 50, pupils)) return true;
        }
        return false;
    }

    /// The product was there last year, and this year group did not have it: a choice. `had_method`: these pupils did.
    bool UnusedLastYear(const Candidate& candidate, const MatchGroup& group, YearGroups years, bool had_method) const {
        const MatchLicence& licence = *candidate.licence;
        if (!had_method && PartlyRefused(candidate, group)) return true;
        const UseByYearGroup* use = UseBefore(group.school_year);
        if (use == nullptr) return false;
        const auto is_product = [&](const auto& product) { return product == licence.product_id; };
        const auto [pupils, users] = UseOf(*use, years, is_product);
        if (pupils < kMinLevel || AtLeast(users, 10, pupils)) return false;
        const bool used = UseOf(*use, YearGroups::Range(0, kLastYearGroup), is_product).second > 0;
        constexpr int kHalfYear = 180;
        return used || (FirstDay(group.school_year).days - licence.start.days).count() >= kHalfYear;
    }

    struct Competition {
        bool given_up = false;  // the other one has the group
        std::optional<MatchReason> reason{};
    };
    Competition Compete(const Candidate& candidate, const Candidate& rival, const MatchGroup& group,
                        const GroupYears& of_group, YearGroups judged) const {
        const MatchLicence& mine = *candidate.licence;
        const MatchLicence& other = *rival.licence;
        if (!Meet(mine, other, group.school_year) || facts_.barred.contains({other.id, group.id})) return {};
        const YearGroups other_years = rival.years | rival.disputed;
        // One whose years are not known may be meant for any, and so may one of another method that only a title, or no
        // two sources alike, give years to: titles are copied from the line above.
        const bool vague = mine.method_id != other.method_id && !mine.subject.empty() &&
                           mine.subject == other.subject && (rival.from_title || !rival.disputed.Empty());
        const bool same_years = other_years.Empty() || vague || !(other_years & judged).Empty();
        const MatchLink* standing = Standing(rival, group);
        if (mine.product_id == other.product_id) {
            if (standing != nullptr) return {.given_up = true};
            return same_years ? Competition{.reason = MatchReason::kTwoLicencesOfOneProduct} : Competition{};
        }
        if (!same_years || (rival.special && !candidate.special)) return {};
        const bool methods_known = !mine.method_id.empty() && !other.method_id.empty();
        if (methods_known && mine.method_id == other.method_id) {
            // Different years at the edges: one is the course, the other goes along with it.
            const bool alike = other_years == (candidate.years | candidate.disputed);
            if (!alike || standing != nullptr || EverybodyHadProduct(mine, group, judged)) return {};
            return {.reason = MatchReason::kTwoProductsOfOneMethod};
        }
        if (!methods_known || mine.subject.empty() || other.subject.empty()) {
            if (EverybodyHadBoth(mine, other, group, judged)) return {};
            return {.reason = MatchReason::kSubjectUnknown};
        }
        if (mine.subject != other.subject) return {};
        // Where last year decides for the other one, this one is not worth a question.
        if (!(rival.years & of_group.sure).Empty() && Decided(other, mine, group, judged)) return {.given_up = true};
        if (standing != nullptr && !standing->automatic) return {.given_up = true};
        if (standing != nullptr) return {.reason = MatchReason::kOtherMethodLinked};
        if (Decided(mine, other, group, judged)) return {};
        return {.reason = MatchReason::kTwoMethodsOfOneSubject};
    }

    /// Nearly everybody of that year group had it last year.
    template <class Predicate>
    bool EverybodyHad(const MatchGroup& group, YearGroups years, Predicate predicate) const {
        const UseByYearGroup* use = UseBefore(group.school_year);
        if (use == nullptr) return false;
        const auto [pupils, users] = UseOf(*use, years, predicate);
        return pupils >= kMinLevel && AtLeast(users, 90, pupils);
    }
    bool EverybodyHadProduct(const MatchLicence& licence, const MatchGroup& group, YearGroups years) const {
        return EverybodyHad(group, years, [&](const auto& product) { return product == licence.product_id; });
    }
    /// They cannot stand in for each other when the same pupils had both.
    bool EverybodyHadBoth(const MatchLicence& mine, const MatchLicence& other, const MatchGroup& group,
                          YearGroups years) const {
        return EverybodyHadProduct(mine, group, years) && EverybodyHadProduct(other, group, years);
    }

    /// Two methods live side by side, and these pupils were with this one: the school goes on with both, last year's
    /// pupils of that year group had this one too, and nobody here had the other. A method that nobody had last year is
    /// the new one, and then last year says nothing.
    bool Decided(const MatchLicence& mine, const MatchLicence& other, const MatchGroup& group, YearGroups years) const {
        const UseByYearGroup* use = UseBefore(group.school_year);
        if (use == nullptr) return false;
        const auto is_mine = [&](const auto& product) { return MethodOf(product) == mine.method_id; };
        const auto is_other = [&](const auto& product) { return MethodOf(product) == other.method_id; };
        if (!HadMost(group, is_mine) || AtLeast(Had(group.had, is_other), 10, group.known_last_year)) return false;
        const auto mine_there = UseOf(*use, years, is_mine);
        const auto other_there = UseOf(*use, years, is_other);
        return mine_there.first >= kMinLevel && AtLeast(mine_there.second, 10, mine_there.first) &&
               AtLeast(other_there.second, 10, other_there.first);
    }

    const MatchFacts& facts_;
    std::vector<Candidate> candidates_{};
    std::vector<const MatchGroup*> groups_{};
    std::map<Pair, const MatchLink*> links_{};
};

}  // namespace

Matches FindMatches(const MatchFacts& facts) { return Matcher(facts).Run(); }

}  // namespace suite::licence
