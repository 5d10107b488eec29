#include "tools/autolink_measure/simulation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace suite::autolink {
namespace {

using licence::Match;
using licence::MatchFacts;
using licence::Pair;

constexpr SchoolYear kFirstYear{2026};

/// A school as licence's database would have it.
class School {
  public:
    School(std::uint64_t seed, std::uint32_t number) : random_(seed, number) {
        const int pupils = 25 + static_cast<int>(random_.Unit() * random_.Unit() * 700);
        first_ = MakeYear(number, pupils, kFirstYear, nullptr, random_);
        purchases_ = MakePurchases(kFirstYear, random_);
        second_ = MakeYear(number, std::max(20, pupils + random_.Between(-pupils / 20, pupils / 20)), {2027}, &first_,
                           random_);
    }

    Outcome Run() {
        outcome_.schools = 1;
        outcome_.groups = std::ssize(first_.groups);
        outcome_.pupils = std::ssize(first_.pupils);
        outcome_.licences = std::ssize(purchases_.licences);
        for (const auto& group : first_.groups) {
            if (!group.composed && group.years.Count() > 1) ++outcome_.combinations;
        }
        MatchFacts facts{.today = Day(2026), .method_of = purchases_.method_of};
        Fill(facts, first_, nullptr);
        // The order system sends one line after the other.
        std::vector<const SimLicence*> lines;
        for (const auto& licence : purchases_.licences) lines.push_back(&licence);
        for (std::size_t i = lines.size(); i > 1; --i) std::swap(lines[i - 1], lines[random_.Below(i)]);
        for (const auto* line : lines) {
            facts.licences.push_back(line->licence);
            Follow(facts);
        }
        Count(facts, first_, 0);
        ByHand(facts, first_, 0);

        MatchFacts next{.today = Day(2027), .method_of = purchases_.method_of};
        next.licences = facts.licences;
        for (const auto& [licence, group] : facts.barred) next.barred.insert({licence, group});
        Fill(next, second_, &facts);
        Follow(next);
        Count(next, second_, 1);
        return std::move(outcome_);
    }

  private:
    static Date Day(int year) { return Date{std::chrono::year{year} / std::chrono::August / 20}; }

    /// The roster, and with `last` what its links say about last year.
    void Fill(MatchFacts& facts, const SimYear& year, const MatchFacts* last) {
        for (const auto& group : year.groups) {
            facts.groups.push_back({.id = group.id,
                                    .name = group.name,
                                    .year_group = group.year_group,
                                    .school_year = year.year,
                                    .composed = group.composed});
        }
        std::map<GroupId, std::set<std::string>> products;
        std::map<std::int64_t, const SimPupil*> before;
        if (last != nullptr) {
            std::map<GroupId, std::string> names;
            for (const auto& group : first_.groups) names[group.id] = group.name;
            for (const auto& link : last->links) {
                const auto& product =
                    purchases_.licences.at(static_cast<std::size_t>(link.licence.value - 1)).licence.product_id;
                products[link.group].insert(product);
                facts.ended.insert({names[link.group], product});
            }
            std::map<GroupId, std::set<std::string>> refused;
            for (const auto& [licence, group] : last->barred) {
                refused[group].insert(
                    purchases_.licences.at(static_cast<std::size_t>(licence.value - 1)).licence.product_id);
            }
            for (std::size_t i = 0; i < first_.groups.size(); ++i) {
                const auto shares = Shares(i);
                for (const auto& product : refused[first_.groups[i].id]) {
                    for (const auto& code : shares) facts.refused[first_.year].insert({product, code});
                }
            }
            for (const auto& pupil : first_.pupils) {
                before[pupil.person] = &pupil;
                auto& use = facts.use[first_.year][pupil.told];
                ++use.pupils;
                for (const auto& product : products[first_.groups[pupil.group].id]) ++use.had[product];
            }
        }
        for (const auto& pupil : year.pupils) {
            auto& group = facts.groups[pupil.group];
            ++group.pupils[pupil.told];
            const auto was = before.find(pupil.person);
            if (was == before.end()) continue;
            ++group.known_last_year;
            if (was->second->told == pupil.told) ++group.same_year_group;
            for (const auto& product : products[first_.groups[was->second->group].id]) ++group.had[product];
        }
    }

    /// Year groups of at least a quarter of the group's pupils.
    std::vector<std::string> Shares(std::size_t group) const {
        std::map<std::string, int> counts;
        int all = 0;
        for (const auto& pupil : first_.pupils) {
            if (pupil.group != group) continue;
            ++counts[pupil.told];
            ++all;
        }
        std::vector<std::string> shares;
        for (const auto& [year, count] : counts) {
            if (count * 4 >= all) shares.push_back(year);
        }
        return shares;
    }

    void Follow(MatchFacts& facts) {
        const auto matches = licence::FindMatches(facts);
        for (const auto& [licence, group] : matches.withdrawn) {
            std::erase_if(facts.links,
                          [&](const auto& link) { return link.licence == licence && link.group == group; });
        }
        proposals_.clear();
        for (const auto& match : matches.found) {
            if (match.sure) {
                facts.links.push_back({match.licence, match.group, true, facts.today});
            } else {
                proposals_.push_back(match);
            }
        }
    }

    void Count(const MatchFacts& facts, const SimYear& year, int nth) {
        std::set<Pair> linked;
        for (const auto& link : facts.links) linked.insert({link.licence, link.group});
        std::map<Pair, const Match*> proposed;
        for (const auto& match : proposals_) proposed[{match.licence, match.group}] = &match;
        const auto at = static_cast<std::size_t>(nth);
        for (const auto& licence : purchases_.licences) {
            const Story story = purchases_.subjects.at(licence.subject).story;
            Tally tally;
            for (const auto& group : year.groups) {
                const Pair pair{licence.licence.id, group.id};
                const bool wanted = Wanted(purchases_, licence, group, nth);
                // Until a hand refused it nothing tells that the school uses the product for a part of what it bought:
                // not wanted, but no mistake of the function's. Counted apart.
                const bool bought = story == Story::kPartly && !refused_.contains(licence.licence.id) &&
                                    !group.composed && !(licence.years & group.years).Empty();
                const auto proposal = proposed.find(pair);
                if (wanted) {
                    ++tally.wanted;
                    tally.automatic += linked.contains(pair) ? 1 : 0;
                    tally.proposed += proposal != proposed.end() ? 1 : 0;
                    if (proposal != proposed.end()) CountDoubts(*proposal->second);
                } else {
                    if (linked.contains(pair) && bought) ++tally.unused;
                    if (linked.contains(pair) && !bought) {
                        ++tally.wrong;
                        outcome_.mistakes.push_back(Describe(licence, group, nth));
                    }
                    tally.questions += proposal != proposed.end() ? 1 : 0;
                }
            }
            outcome_.years.at(at).Add(tally);
            outcome_.by_story[story].at(at).Add(tally);
        }
    }

    std::string Describe(const SimLicence& licence, const SimGroup& group, int nth) const {
        const auto& told = licence.licence;
        return fmt::format(
            "year {}, story {}, border {}: '{}' of {}, {} ordered, {} made, really {:x}, second {} -> '{}' labelled "
            "{}, "
            "really {:x}, letter {}",
            nth + 1, static_cast<int>(purchases_.subjects.at(licence.subject).story),
            purchases_.subjects.at(licence.subject).border, told.title, told.method_id, told.ordered_for.size(),
            told.made_for.size(), licence.years.bits, licence.second, group.name, group.year_group, group.years.bits,
            group.letter);
    }

    void CountDoubts(const Match& match) {
        for (const auto reason : match.reasons) {
            if (IsDoubt(reason)) ++outcome_.doubts[reason];
        }
    }

    void ByHand(MatchFacts& facts, const SimYear& year, int nth) {
        std::set<Pair> linked;
        for (const auto& link : facts.links) linked.insert({link.licence, link.group});
        std::set<Pair> proposed;
        for (const auto& match : proposals_) proposed.insert({match.licence, match.group});
        for (const auto& licence : purchases_.licences) {
            for (const auto& group : year.groups) {
                const Pair pair{licence.licence.id, group.id};
                const bool wanted = Wanted(purchases_, licence, group, nth);
                if (!wanted && proposed.contains(pair)) Refuse(facts, pair);
                if (wanted && !linked.contains(pair))
                    facts.links.push_back({pair.first, pair.second, false, facts.today});
                if (!wanted && linked.contains(pair)) {
                    std::erase_if(facts.links, [&](const auto& link) {
                        return link.licence == pair.first && link.group == pair.second;
                    });
                    Refuse(facts, pair);
                }
            }
        }
    }

    void Refuse(MatchFacts& facts, const Pair& pair) {
        facts.barred.insert(pair);
        refused_.insert(pair.first);
    }

    Random random_;
    std::set<LicenceId> refused_{};
    SimYear first_{}, second_{};
    Purchases purchases_{};
    std::vector<Match> proposals_{};
    Outcome outcome_{};
};

}  // namespace

void Tally::Add(const Tally& other) {
    wanted += other.wanted;
    automatic += other.automatic;
    proposed += other.proposed;
    wrong += other.wrong;
    unused += other.unused;
    questions += other.questions;
}

void Outcome::Add(const Outcome& other) {
    for (std::size_t i = 0; i < years.size(); ++i) years.at(i).Add(other.years.at(i));
    for (const auto& [story, tallies] : other.by_story) {
        for (std::size_t i = 0; i < tallies.size(); ++i) by_story[story].at(i).Add(tallies.at(i));
    }
    mistakes.insert(mistakes.end(), other.mistakes.begin(), other.mistakes.end());
    schools += other.schools;
    groups += other.groups;
    combinations += other.combinations;
    pupils += other.pupils;
    licences += other.licences;
    for (const auto& [reason, count] : other.doubts) doubts[reason] += count;
}

Outcome Simulate(std::uint64_t seed, std::uint32_t school) { return School(seed, school).Run(); }

}  // namespace suite::autolink
