// ParsePart: strict reading of lines that come from outside, and leaving out what may not be kept.
#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <utility>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "json/strict.hpp"
#include "roster/roster.hpp"
#include "services/roster_sync/adapters/basispoort_records.hpp"

namespace suite::roster_sync {
namespace {

using Json = nlohmann::json;

enum class FieldType { kText, kYearGroup, kFlag, kNumber, kTexts, kRoles, kDate, kPersonalData };

struct Field {
    std::string_view name;
    FieldType type;
};

constexpr std::array kSchoolFields = {
    Field{"naam", FieldType::kText},           Field{"brincode", FieldType::kText},
    Field{"dependancecode", FieldType::kText}, Field{"schoolkey", FieldType::kText},
    Field{"bestuurscode", FieldType::kText},   Field{"straat", FieldType::kText},
    Field{"huisnummer", FieldType::kText},     Field{"huisnummertoevoeging", FieldType::kText},
    Field{"postcode", FieldType::kText},       Field{"woonplaats", FieldType::kText},
    Field{"actief", FieldType::kFlag},         Field{"gefuseerdNaar", FieldType::kNumber},
};
constexpr std::array kGroupFields = {
    Field{"naam", FieldType::kText},
    Field{"jaargroep", FieldType::kYearGroup},
    Field{"subgroep", FieldType::kFlag},
};
constexpr std::array kPupilFields = {
    Field{"eckid", FieldType::kText},
    Field{"lasKey", FieldType::kText},
    Field{"persoonsgegevens", FieldType::kPersonalData},
    Field{"jaargroep", FieldType::kYearGroup},
    Field{"groep", FieldType::kText},
    Field{"subgroepen", FieldType::kTexts},
};
constexpr std::array kStaffFields = {
    Field{"eckid", FieldType::kText},
    Field{"lasKey", FieldType::kText},
    Field{"persoonsgegevens", FieldType::kPersonalData},
    Field{"emailadres", FieldType::kText},
    Field{"einddatum", FieldType::kDate},
    Field{"rollen", FieldType::kRoles},
    Field{"groepen", FieldType::kTexts},
    Field{"subgroepen", FieldType::kTexts},
};
constexpr std::array kPersonalFields = {
    Field{"voornaam", FieldType::kText},
    Field{"voorvoegsel", FieldType::kText},
    Field{"achternaam", FieldType::kText},
};

struct RecordType {
    std::string_view name;
    Entity entity;
    std::span<const Field> fields;
};
constexpr std::array<RecordType, 4> kTypes{{{"school", Entity::kSchool, kSchoolFields},
                                            {"group", Entity::kGroup, kGroupFields},
                                            {"pupil", Entity::kPupil, kPupilFields},
                                            {"staff", Entity::kStaff, kStaffFields}}};

std::optional<std::int64_t> PositiveInteger(const Json& value) {
    if (!value.is_number_integer()) return std::nullopt;
    if (value.is_number_unsigned() &&
        value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return std::nullopt;
    }
    const auto number = value.get<std::int64_t>();
    return number > 0 ? std::optional(number) : std::nullopt;
}

/// Copies the allowed fields of `data`, null as absent, and remembers the first that is wrong.
class Sanitiser {
  public:
    void Copy(const Json& data, std::span<const Field> fields, Json& out) {
        for (const auto& [name, value] : data.items()) {
            const auto field = std::ranges::find(fields, std::string_view(name), &Field::name);
            if (field == fields.end()) {
                ++dropped;
            } else if (!value.is_null()) {
                CopyField(*field, value, out);
            }
        }
    }

    std::size_t dropped = 0;
    std::optional<Fault> fault;

  private:
    void CopyField(const Field& field, const Json& value, Json& out) {
        const std::string name(field.name);
        switch (field.type) {
            case FieldType::kPersonalData:
                if (!value.is_object()) return Fail(field, rejected::kInvalidType);
                return Copy(value, kPersonalFields, out[name] = Json::object());
            case FieldType::kText:
                if (!value.is_string()) return Fail(field, rejected::kInvalidType);
                break;
            case FieldType::kYearGroup:
                // At the door: what is no code could be anything, and would be on disk until the batch is applied.
                if (!value.is_string()) return Fail(field, rejected::kInvalidType);
                if (!IsYearGroup(value.get_ref<const std::string&>())) return Fail(field, rejected::kInvalidYearGroup);
                break;
            case FieldType::kFlag:
                if (!value.is_boolean()) return Fail(field, rejected::kInvalidType);
                break;
            case FieldType::kNumber:
                if (!PositiveInteger(value)) return Fail(field, rejected::kInvalidType);
                break;
            case FieldType::kTexts:
                if (!IsTexts(value)) return Fail(field, rejected::kInvalidType);
                break;
            case FieldType::kRoles:
                if (!IsTexts(value)) return Fail(field, rejected::kInvalidType);
                for (const auto& role : value) {
                    if (!roster::ParseStaffRole(role.get_ref<const std::string&>()))
                        return Fail(field, rejected::kUnknownRole);
                }
                break;
            case FieldType::kDate:
                if (!value.is_string()) return Fail(field, rejected::kInvalidType);
                if (!Date::Parse(value.get_ref<const std::string&>())) return Fail(field, rejected::kInvalidDate);
                break;
        }
        out[name] = value;
    }

    static bool IsYearGroup(std::string_view text) {
        const auto code = Trim(text);
        return code.empty() || roster::IsYearGroup(code);
    }

    static bool IsTexts(const Json& value) {
        return value.is_array() && std::ranges::all_of(value, [](const Json& item) { return item.is_string(); });
    }

    void Fail(const Field& field, std::string_view reason) {
        if (!fault) fault = Fault{.field = std::string(field.name), .reason = std::string(reason)};
    }
};

/// In any text; names of fields are compared with known ones. The nesting is bounded.
bool HoldsNul(const Json& value) {
    if (value.is_string()) return value.get_ref<const std::string&>().find('\0') != std::string::npos;
    return value.is_structured() && std::ranges::any_of(value, HoldsNul);
}

class PartReader {
  public:
    explicit PartReader(int part) : part_(part) {}

    Status Line(std::string_view text, int line) {
        line_ = line;
        if (text.size() > kMaxRecordBytes) return Unreadable("", "is longer than 64 KiB");
        if (!IsCleanUtf8(text)) return Unreadable("", "is not UTF-8, or holds a NUL");
        const auto envelope = json::ParseStrict(text, kMaxRecordNesting);
        if (!envelope || HoldsNul(*envelope))
            return Unreadable("", "is not JSON, names a field twice, holds a NUL, or is nested too deeply");
        if (!envelope->is_object()) return Unreadable("", "must be an object");
        return Record(*envelope);
    }

    ParsedPart Take() { return std::move(out_); }

  private:
    [[nodiscard]] Status Unreadable(std::string_view field, std::string message) const {
        auto pointer = "/" + std::to_string(line_);
        if (!field.empty()) pointer.append("/").append(field);
        return Fail(Error{.code = Code::kInvalidArgument,
                          .reason = std::string(reason::kInvalidRecord),
                          .message = "a line of the part cannot be read",
                          .fields = {FieldViolation{.pointer = std::move(pointer), .message = std::move(message)}}});
    }

    Status Record(const Json& envelope) {
        const auto text = [&](const char* name) -> std::string_view {
            const auto at = envelope.find(name);
            return at != envelope.end() && at->is_string() ? std::string_view(at->get_ref<const std::string&>()) : "";
        };
        const auto type = std::ranges::find(kTypes, text("type"), &RecordType::name);
        if (type == kTypes.end()) return Unreadable("type", "must be one of school, group, pupil, staff");
        const auto op = text("op");
        if (op != "upsert" && op != "delete") return Unreadable("op", "must be one of upsert, delete");
        const bool is_group = type->entity == Entity::kGroup;
        const bool upsert = op == "upsert";

        std::optional<std::int64_t> school;
        std::string key;
        const Json* data = nullptr;
        bool has_year = false;
        for (const auto& [name, value] : envelope.items()) {
            if (name == "type" || name == "op") continue;
            if (name == "schoolId") {
                school = PositiveInteger(value);
            } else if (name == "id" && is_group) {
                if (!value.is_string() || Trim(value.get_ref<const std::string&>()).empty()) {
                    return Unreadable(name, "must be a string that is not empty");
                }
                key = Trim(value.get_ref<const std::string&>());
            } else if (name == "id" && type->entity != Entity::kSchool) {
                const auto id = PositiveInteger(value);
                if (!id) return Unreadable(name, "must be a positive whole number");
                key = std::to_string(*id);
            } else if (name == "schoolYear" && is_group) {
                if (!value.is_string() || !SchoolYear::Parse(value.get_ref<const std::string&>())) {
                    return Unreadable(name, "must be a school year like 2026-2027");
                }
                has_year = true;
            } else if (name == "data" && upsert) {
                if (!value.is_object()) return Unreadable(name, "must be an object");
                data = &value;
            } else {
                // The name is the sender's text, so it is not repeated.
                return Unreadable("", "has a field that does not belong to this type and op");
            }
        }
        if (!school) return Unreadable("schoolId", "must be a positive whole number");
        if (type->entity == Entity::kSchool) key = std::to_string(*school);
        if (key.empty()) return Unreadable("id", "is missing");
        if (upsert && data == nullptr) return Unreadable("data", "is missing");
        if (is_group && upsert && !has_year) return Unreadable("schoolYear", "is missing");
        Store(envelope, *type, *school, std::move(key), data);
        return {};
    }

    void Store(const Json& envelope, const RecordType& type, std::int64_t school, std::string key, const Json* data) {
        Json stored = Json::object();
        for (const auto& [name, value] : envelope.items()) {
            if (name != "data") stored[name] = value;
        }
        stored["part"] = part_;
        stored["line"] = line_;
        if (data != nullptr) {
            Sanitiser sanitiser;
            auto& kept = stored["data"] = Json::object();
            sanitiser.Copy(*data, type.fields, kept);
            out_.dropped_fields += sanitiser.dropped;
            if (sanitiser.fault) {
                const auto& fault = *sanitiser.fault;
                // Only what tells who it is: a snapshot must not take this person for one who left.
                Json keys = Json::object();
                for (const auto* name : {"eckid", "lasKey"}) {
                    if (kept.contains(name)) keys[name] = kept[name];
                }
                stored["data"] = std::move(keys);
                stored["fault"] = {{"field", fault.field}, {"reason", fault.reason}};
                out_.rejections.push_back(
                    MakeRejection(type.entity, Position{.part = part_, .line = line_}, std::move(key), fault));
            }
        }
        auto& records = out_.schools[school];
        records.lines += stored.dump();
        records.lines += '\n';
        ++records.records;
        ++out_.records;
    }

    int part_;
    int line_ = 0;
    ParsedPart out_;
};

}  // namespace

Result<ParsedPart> ParsePart(std::string_view ndjson, int part) {
    PartReader reader(part);
    for (int line = 1; !ndjson.empty(); ++line) {
        const auto end = ndjson.find('\n');
        const auto text = ndjson.substr(0, end);
        SUITE_RETURN_IF_ERROR(reader.Line(text, line));
        ndjson.remove_prefix(end == std::string_view::npos ? ndjson.size() : end + 1);
    }
    return reader.Take();
}

}  // namespace suite::roster_sync
