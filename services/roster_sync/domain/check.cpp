#include "services/roster_sync/domain/check.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/text.hpp"
#include "services/roster_sync/domain/rejection.hpp"

namespace suite::roster_sync {
namespace {

constexpr std::size_t kMaxKey = 256;
constexpr std::size_t kMaxText = 256;
constexpr std::size_t kMaxGiven = 64;
constexpr std::size_t kMaxPrefix = 10;
constexpr std::size_t kMaxFamily = 200;
constexpr std::size_t kMaxGroupName = 64;

/// Collects the first fault of a record while its fields are read.
class Fields {
  public:
    std::string Text(std::string_view field, std::string_view raw, std::size_t max) {
        auto text = Collapse(raw);
        Verify(field, text, max);
        return text;
    }

    /// As it is but for blanks at its ends: inside a key they count.
    std::string Key(std::string_view field, std::string_view raw) {
        auto key = StableKey(raw);
        Verify(field, key, kMaxKey);
        return key;
    }

    std::string YearGroup(std::string_view raw) {
        std::string code(Trim(raw));
        if (!code.empty() && !roster::IsYearGroup(code)) Fail("jaargroep", rejected::kInvalidYearGroup);
        return code;
    }

    roster::PersonName Name(const roster::PersonName& raw) {
        roster::PersonName name{.given = Text("voornaam", raw.given, kMaxGiven),
                                .prefix = Text("voorvoegsel", raw.prefix, kMaxPrefix),
                                .family = Text("achternaam", raw.family, kMaxFamily)};
        if (name.given.empty() && name.family.empty()) Fail("achternaam", rejected::kMissingName);
        return name;
    }

    roster::PersonKeys Keys(const roster::PersonKeys& raw) {
        roster::PersonKeys keys{.basispoort_id = raw.basispoort_id,
                                .eck_id = Key("eckid", raw.eck_id),
                                .las_key = Key("lasKey", raw.las_key)};
        if (!keys.basispoort_id && keys.eck_id.empty() && keys.las_key.empty()) Fail("lasKey", rejected::kNoStableKey);
        return keys;
    }

    void Fail(std::string_view field, std::string_view reason) {
        if (!fault_) fault_ = Fault{.field = std::string(field), .reason = std::string(reason)};
    }

    template <class T>
    Checked<T> Done(T value) {
        if (fault_) return std::unexpected(*std::move(fault_));
        return value;
    }

  private:
    void Verify(std::string_view field, std::string_view text, std::size_t max) {
        const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
        if (!IsCleanUtf8(text) || std::ranges::any_of(text, control)) {
            Fail(field, rejected::kInvalidText);
        } else if (CodePoints(text) > max) {
            Fail(field, rejected::kTooLong);
        }
    }

    std::optional<Fault> fault_;
};

bool IsDigits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool IsBrin(std::string_view text) {
    const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    return text.size() == 4 && IsDigits(text.substr(0, 2)) && upper(text[2]) && upper(text[3]);
}

/// Something on both sides of one '@': enough to catch a telephone number in the wrong column.
bool LooksLikeEmail(std::string_view text) {
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string_view::npos && text.find(' ') == std::string_view::npos;
}

}  // namespace

std::string StableKey(std::string_view key) {
    const auto trimmed = Trim(key);
    return trimmed.starts_with('#') ? std::string{} : std::string(trimmed);
}

roster::PersonKeys StableKeys(const roster::PersonKeys& keys) {
    return {.basispoort_id = keys.basispoort_id, .eck_id = StableKey(keys.eck_id), .las_key = StableKey(keys.las_key)};
}

Checked<roster::School> Check(const IncomingSchool& record) {
    Fields fields;
    roster::School school;
    school.basispoort_id = record.basispoort_id;
    school.name = fields.Text("naam", record.name, kMaxText);
    school.brin = std::string(Trim(record.brin));
    school.location = std::string(Trim(record.location));
    school.school_key = fields.Text("schoolkey", record.school_key, kMaxKey);
    school.street = fields.Text("straat", record.street, kMaxText);
    school.house_number = fields.Text("huisnummer", record.house_number, kMaxText);
    school.postal_code = fields.Text("postcode", record.postal_code, kMaxText);
    school.city = fields.Text("woonplaats", record.city, kMaxText);
    school.board_code = fields.Text("bestuurscode", record.board_code, kMaxText);
    school.active = record.active;
    school.merged_into_basispoort_id = record.merged_into_basispoort_id;
    if (school.name.empty()) fields.Fail("naam", rejected::kMissingName);
    if (!school.brin.empty() && !IsBrin(school.brin)) fields.Fail("brincode", rejected::kInvalidBrin);
    if (school.brin.empty()) {
        school.location.clear();
    } else if (school.location.empty()) {
        school.location = "00";  // "De inhoud 00 betekent hetzelfde als leeg" (EDEXML 2.1 XSD)
    } else if (school.location.size() != 2 || !IsDigits(school.location)) {
        fields.Fail("dependancecode", rejected::kInvalidBrin);
    }
    return fields.Done(std::move(school));
}

Checked<roster::Group> Check(const IncomingGroup& record) {
    Fields fields;
    roster::Group group;
    group.school_year = record.school_year.value_or(SchoolYear{});
    group.las_key = fields.Key("lasKey", record.las_key);
    group.name = fields.Text("naam", record.name, kMaxGroupName);
    group.kind = record.kind;
    group.year_group = fields.YearGroup(record.year_group);
    if (Trim(record.las_key).empty()) fields.Fail("lasKey", rejected::kMissingKey);
    if (group.name.empty()) fields.Fail("naam", rejected::kMissingName);
    if (group.kind == roster::GroupKind::kComposed) group.year_group.clear();
    return fields.Done(std::move(group));
}

Checked<roster::Pupil> Check(const IncomingPupil& record) {
    Fields fields;
    roster::Pupil pupil;
    pupil.keys = fields.Keys(record.keys);
    pupil.name = fields.Name(record.name);
    pupil.year_group = fields.YearGroup(record.year_group);
    return fields.Done(std::move(pupil));
}

Checked<roster::StaffMember> Check(const IncomingStaff& record) {
    Fields fields;
    roster::StaffMember member;
    member.keys = fields.Keys(record.keys);
    member.name = fields.Name(record.name);
    member.email = AsciiLower(fields.Text("emailadres", record.email, kMaxText));
    member.end_date = record.end_date;
    member.roles = record.roles;
    if (!member.email.empty() && !LooksLikeEmail(member.email)) fields.Fail("emailadres", rejected::kInvalidEmail);
    std::ranges::sort(member.roles);
    const auto repeated = std::ranges::unique(member.roles);
    member.roles.erase(repeated.begin(), repeated.end());
    return fields.Done(std::move(member));
}

}  // namespace suite::roster_sync
