// What tampering with an audit log looks like, without a database.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <functional>
#include <random>
#include <set>
#include <span>

#include "audit/entry.hpp"
#include "core/operations.hpp"

namespace suite::audit {
namespace {

const Instant kNoon = *ParseInstant("2026-11-27T12:00:00Z");
const SchoolId kSchool{4711};

AuditNote Note(int i) {
    return {
        .school = kSchool,
        .at = kNoon + std::chrono::seconds(i),
        .actor = {.role = Role::kTeacher, .school = kSchool, .person = PersonId{17}, .client_id = "client", .las = {}},
        .operation = operation::kPincodesViewed,
        .object = "group",
        .object_id = EncodeId(99 + i),
        .facts = {{"shown", std::to_string(i)}, {"of", "30"}},
        .request_id = "request-" + std::to_string(i)};
}

std::vector<Entry> ChainOf(int length) {
    std::vector<Entry> chain;
    Head head;
    for (int i = 0; i < length; ++i) {
        chain.push_back(Follow(head, Note(i)));
        head = HeadAfter(chain.back());
    }
    return chain;
}

/// Index of the first entry that does not fit.
std::optional<std::pair<std::size_t, Fault>> FirstFault(const std::vector<Entry>& chain) {
    Head head;
    for (std::size_t i = 0; i < chain.size(); ++i) {
        if (const auto fault = FaultOf(head, chain[i])) return std::pair(i, *fault);
        head = HeadAfter(chain[i]);
    }
    return std::nullopt;
}

struct Change {
    const char* field;
    std::function<void(Entry&)> make;
};
const std::array kChanges{
    Change{"school", [](Entry& e) { e.school = SchoolId{4712}; }},
    Change{"at", [](Entry& e) { e.at += std::chrono::milliseconds(1); }},
    Change{"role", [](Entry& e) { e.role = "helpdesk"; }},
    Change{"person", [](Entry& e) { e.person = PersonId{18}; }},
    Change{"client", [](Entry& e) { e.client_id = "clien"; }},
    Change{"operation", [](Entry& e) { e.operation = "pupils-viewed"; }},
    Change{"object", [](Entry& e) { e.object = "person"; }},
    Change{"object id", [](Entry& e) { e.object_id += "x"; }},
    Change{"facts", [](Entry& e) { e.facts = "shown=0\nof=30"; }},
    Change{"request", [](Entry& e) { e.request_id.clear(); }},
};

}  // namespace

TEST_CASE("a chain as it was written fits", "[ACC-06]") {
    CHECK_FALSE(FirstFault({}));
    const auto chain = ChainOf(50);
    CHECK_FALSE(FirstFault(chain));
    CHECK(chain.front().number == 1);
    CHECK(chain.front().previous_hash.empty());
    CHECK(chain.back().number == 50);
    CHECK(chain.back().previous_hash == chain[48].hash);
    CHECK(chain.back().hash.size() == 64);
}

TEST_CASE("a change of any field of an entry is found at that entry", "[ACC-06]") {
    for (const auto& change : kChanges) {
        CAPTURE(change.field);
        auto chain = ChainOf(9);
        change.make(chain[4]);
        CHECK(FirstFault(chain) == std::pair(std::size_t{4}, Fault::kHash));
    }
    auto chain = ChainOf(9);
    chain[4].hash[0] = chain[4].hash[0] == 'a' ? 'b' : 'a';
    CHECK(FirstFault(chain) == std::pair(std::size_t{4}, Fault::kHash));
    chain = ChainOf(9);
    chain[4].previous_hash = chain[4].hash;
    CHECK(FirstFault(chain) == std::pair(std::size_t{4}, Fault::kPrevious));
    chain = ChainOf(9);
    chain[4].number = 50;
    CHECK(FirstFault(chain) == std::pair(std::size_t{4}, Fault::kNumber));
}

TEST_CASE("an entry that was changed and hashed anew does not fit the one after it", "[ACC-06]") {
    for (const auto& change : kChanges) {
        CAPTURE(change.field);
        auto chain = ChainOf(9);
        change.make(chain[4]);
        chain[4].hash = HashOf(chain[4]);
        CHECK(FirstFault(chain) == std::pair(std::size_t{5}, Fault::kPrevious));
    }
}

TEST_CASE("a chain of which the first were dropped is whole only with the mark that names the last of them",
          "[ACC-06]") {
    auto whole = ChainOf(9);
    whole.push_back(Follow(HeadAfter(whole.back()), DroppedUpTo(HeadAfter(whole[3]), kSchool, kNoon)));
    const auto found = [](std::span<const Entry> chain) {
        ChainCheck check;
        for (const auto& entry : chain) check.Add(entry);
        const auto misfit = check.Found();
        return misfit ? std::optional(std::pair(misfit->number, misfit->fault)) : std::nullopt;
    };
    const auto from = [&](std::size_t index) { return std::span<const Entry>(whole).subspan(index); };
    CHECK_FALSE(found({}));
    CHECK_FALSE(found(from(0).first(9)));  // nothing dropped, and no mark
    CHECK_FALSE(found(from(4)));
    CHECK(found(from(3)) == std::pair(std::int64_t{4}, Fault::kDropped));
    CHECK(found(from(5)) == std::pair(std::int64_t{6}, Fault::kDropped));
    CHECK(found(from(0)) == std::pair(std::int64_t{1}, Fault::kDropped));
    CHECK(found(from(4).first(5)) == std::pair(std::int64_t{5}, Fault::kDropped));  // the mark cut off
    whole[6].facts = "shown=0";
    CHECK(found(from(4)) == std::pair(std::int64_t{7}, Fault::kHash));

    const auto mark = DroppedBy(whole.back());
    REQUIRE(mark);
    CHECK(mark->number == 4);
    CHECK(mark->hash == whole[3].hash);
    CHECK_FALSE(DroppedBy(whole[3]));
}

TEST_CASE("what was taken out or put in or repeated or swapped is found", "[ACC-06]") {
    const auto whole = ChainOf(9);
    SECTION("taken out") {
        auto chain = whole;
        chain.erase(chain.begin() + 4);
        CHECK(FirstFault(chain) == std::pair(std::size_t{4}, Fault::kNumber));
        // Numbered anew, as whoever hides it would.
        for (std::size_t i = 4; i < chain.size(); ++i) --chain[i].number;
        CHECK(FirstFault(chain) == std::pair(std::size_t{4}, Fault::kPrevious));
    }
    SECTION("the first taken out") {
        auto chain = whole;
        chain.erase(chain.begin());
        CHECK(FirstFault(chain) == std::pair(std::size_t{0}, Fault::kNumber));
    }
    SECTION("put in") {
        auto chain = whole;
        chain.insert(chain.begin() + 4, Follow(HeadAfter(chain[3]), Note(77)));
        CHECK(FirstFault(chain) == std::pair(std::size_t{5}, Fault::kNumber));
    }
    SECTION("repeated") {
        auto chain = whole;
        chain.insert(chain.begin() + 4, chain[3]);
        CHECK(FirstFault(chain) == std::pair(std::size_t{4}, Fault::kNumber));
    }
    SECTION("swapped") {
        auto chain = whole;
        std::swap(chain[4], chain[5]);
        CHECK(FirstFault(chain) == std::pair(std::size_t{4}, Fault::kNumber));
        std::swap(chain[4].number, chain[5].number);
        CHECK(FirstFault(chain) == std::pair(std::size_t{4}, Fault::kPrevious));
    }
    SECTION("of another school") {
        auto chain = whole;
        for (auto& entry : chain) entry.school = SchoolId{1};
        CHECK(FirstFault(chain) == std::pair(std::size_t{0}, Fault::kHash));
    }
}

TEST_CASE("entries that differ are encoded differently also where fields run into each other", "[ACC-06]") {
    // Texts of few letters, so that without lengths many would meet.
    std::mt19937 random(20261127);
    const auto text = [&] {
        std::string out;
        for (auto left = random() % 4; left > 0; --left) out += "1:,a"[random() % 4];
        return out;
    };
    std::set<std::string> encodings;
    std::set<std::vector<std::string>> entries;
    for (int i = 0; i < 20'000; ++i) {
        const Entry entry{.role = text(),
                          .client_id = text(),
                          .operation = text(),
                          .object = text(),
                          .object_id = text(),
                          .facts = text(),
                          .request_id = text(),
                          .previous_hash = text()};
        encodings.insert(Encode(entry));
        entries.insert({entry.role, entry.client_id, entry.operation, entry.object, entry.object_id, entry.facts,
                        entry.request_id, entry.previous_hash});
    }
    CHECK(encodings.size() == entries.size());
}

TEST_CASE("the encoding is what it was when the first entries were written", "[ACC-06]") {
    const Entry entry{.school = SchoolId{2},
                      .number = 3,
                      .at = Instant{std::chrono::milliseconds{4}},
                      .role = "teacher",
                      .person = PersonId{5},
                      .client_id = "",
                      .operation = "pincodes-viewed",
                      .object = "group",
                      .object_id = "é",
                      .facts = "shown=1\nof=2",
                      .request_id = "r",
                      .previous_hash = "p",
                      .hash = "not hashed"};
    CHECK(Encode(entry) ==
          "sleutelbos-audit-1\n1:p,1:2,1:3,1:4,7:teacher,1:5,0:,15:pincodes-viewed,5:group,2:é,12:shown=1\nof=2,1:r,");
}

TEST_CASE("a clock that went back does not take the chain back with it", "[ACC-06]") {
    const auto first = Follow({}, Note(10));
    const auto second = Follow(HeadAfter(first), Note(3));
    CHECK(second.at == first.at);
    CHECK_FALSE(FaultOf(HeadAfter(first), second));
}

TEST_CASE("facts come back as they were told", "[ACC-06]") {
    auto note = Note(1);
    note.facts = {{"a", "1"}, {"b", "x=y"}, {"c", ""}};
    const auto facts = FactsOf(Follow({}, note));
    REQUIRE(facts.size() == 3);
    CHECK(facts[1].name == "b");
    CHECK(facts[1].value == "x=y");
    CHECK(facts[2].value.empty());
    note.facts.clear();
    CHECK(FactsOf(Follow({}, note)).empty());
}

TEST_CASE("a note that could not be read back is refused", "[ACC-06]") {
    const auto good = Note(1);
    CHECK(Check(good));
    const std::array<std::function<void(AuditNote&)>, 8> wrong{
        [](AuditNote& note) { note.operation = "looked"; },
        [](AuditNote& note) { note.object_id = "a\nb"; },
        [](AuditNote& note) { note.object_id = std::string(201, 'a'); },
        [](AuditNote& note) { note.actor.client_id = "\xff"; },
        [](AuditNote& note) { note.request_id = std::string("a\0b", 3); },
        [](AuditNote& note) { note.facts.push_back({"a=b", "1"}); },
        [](AuditNote& note) { note.facts.push_back({"a", "1\n2"}); },
        [](AuditNote& note) { note.facts.resize(17, {"a", "1"}); },
    };
    for (std::size_t i = 0; i < wrong.size(); ++i) {
        CAPTURE(i);
        auto note = good;
        wrong[i](note);
        CHECK_FALSE(Check(note));
    }
}

}  // namespace suite::audit
