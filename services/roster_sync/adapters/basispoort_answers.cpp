#include "services/roster_sync/adapters/basispoort_answers.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "json/strict.hpp"
#include "services/roster_sync/adapters/basispoort_records.hpp"

namespace suite::roster_sync {
namespace {

using Json = nlohmann::json;

/// Answer, list, record, persoonsgegevens; and as much for what is dropped.
constexpr std::size_t kMaxNesting = kMaxRecordNesting;

std::unexpected<Error> NotPromised(std::string what) {
    return Fail(Code::kDataLoss, reason::kInvalidAnswer, "Basispoort's answer " + std::move(what));
}

Result<Json> Parse(std::string_view text) {
    if (!IsCleanUtf8(text)) return NotPromised("is not UTF-8, or holds a NUL");
    auto value = json::ParseStrict(text, kMaxNesting);
    if (value) return std::move(*value);
    switch (value.error().fault) {
        case json::Fault::kTwice:
            return NotPromised("names a field twice");
        case json::Fault::kTooDeep:
            return NotPromised("is nested too deeply");
        case json::Fault::kNotJson:
        case json::Fault::kNumber:
            break;
    }
    return NotPromised("is not JSON, or is not whole");
}

Result<Json> ParseObject(std::string_view text) {
    SUITE_ASSIGN(auto value, Parse(text));
    if (!value.is_object()) return NotPromised("is not an object");
    return value;
}

std::optional<std::int64_t> Id(const Json& value) {
    if (!value.is_number_integer()) return std::nullopt;
    if (value.is_number_unsigned() &&
        value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return std::nullopt;
    }
    const auto id = value.get<std::int64_t>();
    return id > 0 ? std::optional(id) : std::nullopt;
}

enum class Shape { kArray, kObject, kFlag };

Status Require(const Json& object, const char* name, Shape shape) {
    const auto at = object.find(name);
    const bool right = at != object.end() &&
                       ((shape == Shape::kArray && at->is_array()) || (shape == Shape::kObject && at->is_object()) ||
                        (shape == Shape::kFlag && at->is_boolean()));
    if (!right) return NotPromised(std::string("lacks ") + name + ", or it is of another type");
    return {};
}

Result<Instant> MutatedAt(const Json& answer) {
    SUITE_RETURN_IF_ERROR(Require(answer, "metaResult", Shape::kObject));
    const auto& meta = answer.at("metaResult");
    const auto at = meta.find("mutationTimestamp");
    const auto instant = at != meta.end() && at->is_string() ? ParseInstant(at->get_ref<const std::string&>())
                                                             : std::optional<Instant>();
    if (!instant) return NotPromised("has no readable mutationTimestamp");
    return *instant;
}

struct List {
    const char* name;
    const char* type;  // the push's word for its records
    std::vector<std::pair<const char*, Shape>> required;
};

/// Turns the answers into lines of a push, and those into records.
class SchoolReader {
  public:
    SchoolReader(std::int64_t school, SchoolYear year) : school_(school), year_(year.ToString()) {}

    Result<PulledSchool> Read(Json details, Json overview) {
        PulledSchool pulled{.basispoort_id = school_};
        for (const auto* answer : {&details, &overview}) {
            SUITE_RETURN_IF_ERROR(Require(*answer, "actief", Shape::kFlag));
            SUITE_ASSIGN(const auto mutated_at, MutatedAt(*answer));
            pulled.mutated_at = std::max(pulled.mutated_at, mutated_at);
        }
        // Asked last, so it knows better should the two differ.
        for (const auto* name : {"actief", "gefuseerdNaar"}) details[name] = overview.value(name, Json());
        pulled.active = details.at("actief").get<bool>();
        if (const auto& merged = details.at("gefuseerdNaar"); !merged.is_null()) {
            pulled.merged_into = Id(merged);
            if (!pulled.merged_into) return NotPromised("has a gefuseerdNaar that is no id");
        }
        // Not a field of the school, and not one of those that are dropped.
        details.erase("metaResult");
        Add({{"type", "school"}}, std::move(details));
        SUITE_RETURN_IF_ERROR(AddGroups(overview, "groepen", false));
        SUITE_RETURN_IF_ERROR(AddGroups(overview, "subgroepen", true));
        SUITE_RETURN_IF_ERROR(AddPersons(
            overview, {"leerlingen", "pupil", {{"persoonsgegevens", Shape::kObject}, {"subgroepen", Shape::kArray}}}));
        SUITE_RETURN_IF_ERROR(AddPersons(overview, {"medewerkers",
                                                    "staff",
                                                    {{"persoonsgegevens", Shape::kObject},
                                                     {"rollen", Shape::kArray},
                                                     {"groepen", Shape::kArray},
                                                     {"subgroepen", Shape::kArray}}}));
        const auto part = ParsePart(lines_, 1);
        // Its pointers are of lines that nobody sent, and it says the same about a text that is too long.
        if (!part) return NotPromised("has a record that cannot be read");
        SUITE_ASSIGN(pulled.records, ParseStored(part->schools.at(school_).lines));
        pulled.dropped_fields = part->dropped_fields;
        for (const int line : keyless_groups_) Refuse(pulled.records.groups, line);
        return pulled;
    }

  private:
    void Add(Json envelope, Json data) {
        envelope["op"] = "upsert";
        envelope["schoolId"] = school_;
        envelope["data"] = std::move(data);
        lines_ += envelope.dump();
        lines_ += '\n';
        ++line_;
    }

    Status AddGroups(Json& overview, const char* name, bool composed) {
        SUITE_RETURN_IF_ERROR(Require(overview, name, Shape::kArray));
        for (auto& group : overview.at(name)) {
            if (!group.is_object()) return NotPromised("has a group that is no object");
            Json key = group.value("lasKey", Json());
            group.erase("lasKey");
            group["subgroep"] = composed;
            if (!key.is_string() || Trim(key.get_ref<const std::string&>()).empty()) {
                key = "#";  // a line must have a key to be placed; Refuse takes it away again
                keyless_groups_.push_back(line_ + 1);
            }
            Add({{"type", "group"}, {"id", std::move(key)}, {"schoolYear", year_}}, std::move(group));
        }
        return {};
    }

    Status AddPersons(Json& overview, const List& list) {
        SUITE_RETURN_IF_ERROR(Require(overview, list.name, Shape::kArray));
        for (auto& person : overview.at(list.name)) {
            if (!person.is_object()) return NotPromised("has a person that is no object");
            const auto id = Id(person.value("id", Json()));
            if (!id) return NotPromised("has a person whose id is no id");
            for (const auto& [name, shape] : list.required) SUITE_RETURN_IF_ERROR(Require(person, name, shape));
            person.erase("id");
            Add({{"type", list.type}, {"id", *id}}, std::move(person));
        }
        return {};
    }

    /// Groups without key are refused like any record that cannot be used.
    static void Refuse(std::vector<IncomingGroup>& groups, int line) {
        const auto group = std::ranges::find(groups, line, [](const IncomingGroup& one) { return one.head.at.line; });
        if (group == groups.end()) return;
        group->las_key.clear();
        group->head.fault = Fault{.field = "lasKey", .reason = std::string(rejected::kMissingKey)};
    }

    std::int64_t school_;
    std::string year_;
    std::string lines_;
    int line_ = 0;
    std::vector<int> keyless_groups_;
};

}  // namespace

Result<std::vector<std::int64_t>> ReadIds(std::string_view json) {
    SUITE_ASSIGN(const auto value, Parse(json));
    if (!value.is_array()) return NotPromised("is not a list");
    std::vector<std::int64_t> ids;
    ids.reserve(value.size());
    for (const auto& item : value) {
        const auto id = Id(item);
        if (!id) return NotPromised("lists something that is no id");
        ids.push_back(*id);
    }
    return ids;
}

Result<bool> ReadPermission(std::string_view json) {
    SUITE_ASSIGN(const auto value, ParseObject(json));
    SUITE_RETURN_IF_ERROR(Require(value, "hasSynchronizationPermission", Shape::kFlag));
    return value.at("hasSynchronizationPermission").get<bool>();
}

Result<PulledSchool> ReadSchool(std::int64_t basispoort_id, SchoolYear year, std::string_view details,
                                std::string_view overview) {
    SUITE_ASSIGN(auto about, ParseObject(details));
    SUITE_ASSIGN(auto people, ParseObject(overview));
    return SchoolReader(basispoort_id, year).Read(std::move(about), std::move(people));
}

}  // namespace suite::roster_sync
