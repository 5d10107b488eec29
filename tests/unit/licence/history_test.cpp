#include "services/licence/domain/history.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "core/reasons.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test

std::string ReasonOf(const Status& status) { return status ? "" : status.error().reason; }

}  // namespace

TEST_CASE("replaying a history gives whoever has the licence, at any moment", "[LIC-15]") {
    std::mt19937 random(20261126);
    const auto below = [&](int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random); };
    for (int round = 0; round < 200; ++round) {
        // The naive model: who has it, and by which entry.
        std::map<std::pair<Subject, std::int64_t>, std::int64_t> has;
        std::vector<HistoryEntry> history;
        std::vector<std::set<std::int64_t>> standing_after;
        for (int step = 0; step < 40; ++step) {
            constexpr Subject kAll[] = {Subject::kGroup, Subject::kPupil, Subject::kSeat, Subject::kWaiting,
                                        Subject::kLicence};
            HistoryEntry entry{.number = std::ssize(history) + 1,
                               .at = Instant{std::chrono::milliseconds{below(3) + step * 2}},
                               .subject = kAll[below(5)],
                               .subject_id = below(3) + 1};
            const std::pair key{entry.subject, entry.subject_id};
            if (entry.subject == Subject::kLicence) {
                entry.action = below(2) == 0 ? LinkAction::kTerminate : LinkAction::kResume;
            } else if (has.contains(key)) {
                entry.action = LinkAction::kUnlink;
                has.erase(key);
            } else {
                entry.action = LinkAction::kLink;
                has.emplace(key, entry.number);
            }
            history.push_back(entry);
            std::set<std::int64_t> numbers;
            for (const auto& [who, number] : has) {
                if (who.first != Subject::kWaiting) numbers.insert(number);
            }
            standing_after.push_back(numbers);
        }
        for (std::size_t until = 0; until <= history.size(); ++until) {
            std::set<std::int64_t> numbers;
            for (const auto& entry : HoldersAfter(std::span(history).first(until))) numbers.insert(entry.number);
            CHECK(numbers == (until == 0 ? std::set<std::int64_t>{} : standing_after[until - 1]));
        }
    }
}

TEST_CASE("only the latest word about a group's or pupil's link can be taken back", "[LIC-06][LIC-15]") {
    struct Case {
        Subject subject;
        LinkAction action;
        std::int64_t latest;
        std::string_view reason;
    };
    const Case cases[] = {
        {Subject::kGroup, LinkAction::kLink, 7, ""},
        {Subject::kGroup, LinkAction::kUnlink, 7, ""},
        {Subject::kPupil, LinkAction::kLink, 7, ""},
        {Subject::kPupil, LinkAction::kUnlink, 9, reason::kUndoOutdated},
        {Subject::kGroup, LinkAction::kLink, 8, reason::kUndoOutdated},
        {Subject::kSeat, LinkAction::kLink, 7, reason::kUndoSeat},
        {Subject::kSeat, LinkAction::kUnlink, 9, reason::kUndoSeat},
        {Subject::kWaiting, LinkAction::kLink, 7, reason::kUndoOther},
        {Subject::kLicence, LinkAction::kTerminate, 7, reason::kUndoOther},
    };
    for (const auto& c : cases) {
        const HistoryEntry entry{.number = 7, .subject = c.subject, .action = c.action};
        INFO(static_cast<int>(c.subject) << " latest " << c.latest);
        CHECK(ReasonOf(MayUndo(entry, c.latest)) == c.reason);
    }
    CHECK(MayUndo({.number = 7}, 9).error().metadata.at("latest") == "9");
}
