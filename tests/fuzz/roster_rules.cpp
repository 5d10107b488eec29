#include "tests/fuzz/roster_rules.hpp"

#include <algorithm>
#include <ranges>
#include <set>
#include <vector>

#include "core/text.hpp"
#include "roster/apply.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace suite::fuzz {
namespace {

using namespace roster_sync;

class CountingIds final : public IdSource {
  public:
    std::int64_t Next() override { return ++last_; }

  private:
    std::int64_t last_ = 1000;
};

void CheckText(const std::string& text) {
    Require(IsCleanUtf8(text), "a stored text is clean UTF-8");
    Require(text == Collapse(text), "a stored text has no blanks around it and no two in a row");
}

void CheckKey(const std::string& key) {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    Require(IsCleanUtf8(key) && std::ranges::none_of(key, control), "a stored key is clean UTF-8");
    Require(key == Trim(key), "a stored key has no blanks around it");
    Require(!key.starts_with('#'), "no dummy key is stored");
}

class Seen {
  public:
    explicit Seen(std::string what) : what_(std::move(what)) {}
    void Add(const std::string& value) { Require(value.empty() || values_.insert(value).second, what_ + " is unique"); }

  private:
    std::string what_;
    std::set<std::string> values_;
};

template <class Person>
void CheckPersons(const std::vector<Person>& persons) {
    Seen ids("a person's id"), basispoort("a Basispoort id"), eck("an ECK iD"), las("a LAS key");
    for (const auto& person : persons) {
        ids.Add(person.id.ToString());
        basispoort.Add(person.keys.basispoort_id ? std::to_string(*person.keys.basispoort_id) : "");
        eck.Add(person.keys.eck_id);
        las.Add(person.keys.las_key);
        for (const auto* text : {&person.name.given, &person.name.prefix, &person.name.family}) CheckText(*text);
        for (const auto* key : {&person.keys.eck_id, &person.keys.las_key}) CheckKey(*key);
        Require(!person.name.given.empty() || !person.name.family.empty(), "a person has a name");
        Require(person.keys.basispoort_id || !person.keys.eck_id.empty() || !person.keys.las_key.empty(),
                "a person has a key");
    }
}

void CheckState(const roster::SchoolState& state) {
    std::set<GroupId> base, composed;
    for (const auto& group : state.groups) {
        CheckText(group.name);
        CheckKey(group.las_key);
        Require(!group.name.empty(), "a group has a name");
        Require(group.year_group.empty() || roster::IsYearGroup(group.year_group), "a group's year group exists");
        auto& kind = group.kind == roster::GroupKind::kBase ? base : composed;
        Require(kind.insert(group.id).second, "a group's id is unique");
    }
    CheckPersons(state.pupils);
    CheckPersons(state.staff);
    for (const auto& pupil : state.pupils) {
        Require(pupil.year_group.empty() || roster::IsYearGroup(pupil.year_group), "a pupil's year group exists");
        Require(!pupil.base_group || base.contains(*pupil.base_group), "a base group is one of the school's");
        Require(std::ranges::all_of(pupil.composed_groups, [&](GroupId id) { return composed.contains(id); }),
                "a composed group is one of the school's");
    }
    Seen emails("an e-mail address");
    for (const auto& member : state.staff) {
        emails.Add(member.email);
        Require(
            std::ranges::all_of(member.groups, [&](GroupId id) { return base.contains(id) || composed.contains(id); }),
            "a group of staff is one of the school's");
    }
}

void CheckRejections(const std::vector<Rejection>& rejections) {
    for (const auto& rejection : rejections) {
        Require(rejection.part >= 1 && rejection.line >= 1, "a rejection has a position");
        Require(!rejection.reason.empty() && !rejection.message_nl.empty() && !rejection.message_en.empty(),
                "a rejection has a reason and texts");
        for (const auto* text : {&rejection.key, &rejection.field, &rejection.name, &rejection.other_name}) {
            Require(IsCleanUtf8(*text), "what a rejection shows is clean UTF-8");
        }
    }
    const auto position = [](const Rejection& rejection) { return Position{rejection.part, rejection.line}; };
    Require(std::ranges::is_sorted(rejections, {}, position), "rejections are in order");
}

}  // namespace

void CheckDiff(const IncomingRoster& roster, Source source) {
    for (const auto kind : {BatchKind::kDelta, BatchKind::kSnapshot}) {
        const DiffOptions options{
            .kind = kind, .source = source, .today = Date::Parse("2026-11-21").value(), .guard = {.enabled = false}};
        roster::SchoolState state;
        state.school = {.id = SchoolId{1}, .name = "De Regenboog"};
        CountingIds ids;
        const auto first = Diff(state, roster, options, ids);
        CheckRejections(first.rejections);
        roster::Apply(state, first.changes);
        CheckState(state);
        const auto second = Diff(state, roster, options, ids);
        Require(second.changes.Empty(), "taken in twice is the same as once");
        CheckRejections(second.rejections);
    }
}

}  // namespace suite::fuzz
