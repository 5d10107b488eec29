#include "services/licence/adapters/sql_matches.hpp"

#include <map>
#include <set>

#include "core/text.hpp"
#include "services/licence/adapters/match_queries.hpp"
#include "services/licence/adapters/sql_parts.hpp"

namespace suite::licence {
namespace {

using sql::Value;

std::vector<std::string> Codes(const std::string& text) {
    std::vector<std::string> codes;
    for (const auto code : Split(text, ' ')) {
        if (!code.empty()) codes.emplace_back(code);
    }
    return codes;
}

SchoolYear ReadYear(const sql::Row& row, std::size_t column) { return SchoolYear{static_cast<int>(row.Int(column))}; }

/// Reads what FindMatches wants to know, one part after the other.
class Reader {
  public:
    Reader(sql::Session& session, SchoolId school, Date today) : session_(session), school_(school) {
        facts_.today = today;
        this_year_ = SchoolYear::Of(today);
    }

    Result<MatchFacts> Read() {
        SUITE_RETURN_IF_ERROR(ReadLicences());
        // Without a licence that runs there is nothing to match, and most schools have no group that is not theirs.
        if (facts_.licences.empty()) return std::move(facts_);
        SUITE_RETURN_IF_ERROR(ReadEnded());
        SUITE_RETURN_IF_ERROR(ReadLastYear());
        SUITE_RETURN_IF_ERROR(ReadGroups());
        SUITE_RETURN_IF_ERROR(ReadHands());
        return std::move(facts_);
    }

  private:
    struct LastYear {
        GroupId group;
        std::string year_group;
    };

    Status ReadLicences() {
        SUITE_ASSIGN(const auto rows, session_.Query(query::kMatchLicences, {Value{school_.value}}));
        for (const auto& row : rows) {
            MatchLicence licence{.id = LicenceId{row.Int(0)},
                                 .title = row.Text(1),
                                 .product_id = row.Text(2),
                                 .method_id = row.OptText(10).value_or(row.Text(3)),
                                 .subject = row.OptText(12).value_or(""),
                                 .ordered_for = Codes(row.Text(4)),
                                 .made_for = Codes(row.OptText(11).value_or("")),
                                 .start = StoredDate(row.Text(5))};
            if (!row.IsNull(8)) {
                licence.last = StoredDate(row.Text(8));
            } else if (!row.Bool(7)) {
                licence.last = StoredDate(row.Text(6));
            }
            facts_.method_of[licence.product_id] = licence.method_id;
            product_of_[licence.id] = licence.product_id;
            const bool ended = row.Bool(9) || (licence.last && *licence.last < facts_.today);
            // What is managed elsewhere is not linked here (seed 0 §3.5).
            const bool elsewhere = !row.IsNull(13) && row.Bool(13);
            if (!ended && !elsewhere) facts_.licences.push_back(std::move(licence));
        }
        return {};
    }

    Status ReadEnded() {
        const Instant since = EndOfDutchDay(SchoolYear{this_year_.first_year - 2}.LastDay());
        SUITE_ASSIGN(const auto rows, session_.Query(query::kMatchEnded,
                                                     {Value{school_.value}, Value{std::int64_t{this_year_.first_year}},
                                                      Value{Millis(since)}}));
        for (const auto& row : rows) {
            products_of_[GroupId{row.Int(0)}].insert(row.Text(2));
            facts_.ended.insert({row.Text(1), row.Text(2)});
        }
        return {};
    }

    Status ReadLastYear() {
        SUITE_ASSIGN(const auto rows, session_.Query(query::kLastYear, {Value{school_.value}}));
        for (const auto& row : rows) {
            const LastYear last{.group = GroupId{row.Int(2)}, .year_group = row.Text(3)};
            auto& use = facts_.use[ReadYear(row, 1)][last.year_group];
            ++use.pupils;
            for (const auto& product : products_of_[last.group]) ++use.had[product];
            ++year_groups_of_[{last.group, ReadYear(row, 1)}][last.year_group];
            last_years_[{PersonId{row.Int(0)}, ReadYear(row, 1)}] = last;
        }
        return {};
    }

    Status ReadGroups() {
        const Value this_year{std::int64_t{this_year_.first_year}};
        SUITE_ASSIGN(const auto groups, session_.Query(query::kMatchGroups, {Value{school_.value}, this_year}));
        std::map<GroupId, std::size_t> at;
        for (const auto& row : groups) {
            at[GroupId{row.Int(0)}] = facts_.groups.size();
            facts_.groups.push_back({.id = GroupId{row.Int(0)},
                                     .name = row.Text(1),
                                     .year_group = row.Text(2),
                                     .school_year = ReadYear(row, 3),
                                     .composed = row.Bool(4)});
        }
        SUITE_ASSIGN(const auto pupils, session_.Query(query::kMatchPupils, {Value{school_.value}, this_year}));
        for (const auto& row : pupils) {
            auto& group = facts_.groups[at.at(GroupId{row.Int(0)})];
            const std::string year_group = row.OptText(2).value_or(group.year_group);
            ++group.pupils[year_group];
            const auto last = last_years_.find({PersonId{row.Int(1)}, SchoolYear{group.school_year.first_year - 1}});
            if (last == last_years_.end()) continue;
            ++group.known_last_year;
            if (last->second.year_group == year_group) ++group.same_year_group;
            for (const auto& product : products_of_[last->second.group]) ++group.had[product];
        }
        return {};
    }

    Status ReadHands() {
        SUITE_ASSIGN(const auto links, session_.Query(query::kMatchLinks, {Value{school_.value}}));
        for (const auto& row : links) {
            facts_.links.push_back({.licence = LicenceId{row.Int(0)},
                                    .group = GroupId{row.Int(1)},
                                    .automatic = row.Text(2) == Name(How::kAutomatic),
                                    .since = DutchDay(AtMillis(row.Int(3)))});
        }
        SUITE_ASSIGN(const auto barred, session_.Query(query::kMatchBarred, {Value{school_.value}}));
        std::set<std::pair<GroupId, LicenceId>> refused;
        for (const auto& row : barred) {
            facts_.barred.insert({LicenceId{row.Int(0)}, GroupId{row.Int(1)}});
            refused.insert({GroupId{row.Int(1)}, LicenceId{row.Int(0)}});
        }
        for (const auto& [key, year_groups] : year_groups_of_) {
            const auto& [group, year] = key;
            for (auto at = refused.lower_bound({group, LicenceId{}}); at != refused.end() && at->first == group; ++at) {
                const auto& product = product_of_[at->second];
                if (products_of_[group].contains(product)) continue;  // linked again later
                int all = 0;
                for (const auto& [year_group, pupils] : year_groups) all += pupils;
                for (const auto& [year_group, pupils] : year_groups) {
                    if (pupils * 4 >= all) facts_.refused[year].insert({product, year_group});
                }
            }
        }
        return {};
    }

    sql::Session& session_;
    SchoolId school_;
    SchoolYear this_year_;
    MatchFacts facts_{};
    std::map<GroupId, std::set<std::string>> products_of_{};
    std::map<std::pair<GroupId, SchoolYear>, std::map<std::string, int>> year_groups_of_{};
    std::map<LicenceId, std::string> product_of_{};
    std::map<std::pair<PersonId, SchoolYear>, LastYear> last_years_{};
};

}  // namespace

Result<std::optional<MatchFacts>> SqlMatches::Facts(SchoolId school, Date today) {
    SUITE_ASSIGN(const auto there, session_.QueryOptional(query::kMatchSchool, {Value{school.value}}));
    if (!there) return std::optional<MatchFacts>{};
    SUITE_ASSIGN(auto facts, Reader(session_, school, today).Read());
    return std::optional(std::move(facts));
}

}  // namespace suite::licence
