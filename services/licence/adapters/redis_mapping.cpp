#include "services/licence/adapters/redis_mapping.hpp"

#include <array>

#include "core/text.hpp"
#include "services/licence/adapters/mapping_metric.hpp"

namespace suite::licence {
namespace {

constexpr std::string_view kTimeToLive = "86400";  // seconds; the last resort should every writer forget

/// One script, so that a slow reader cannot put an old mapping over a new one.
constexpr std::string_view kPutIfNewer = R"lua(
local held = redis.call('GET', KEYS[1])
if held then
  local version = tonumber(string.match(held, '^%d+'))
  if version and version > tonumber(ARGV[1]) then return 0 end
end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1
)lua";

std::string Key(SchoolId school) { return "sleutelbos:{" + school.ToString() + "}:mapping"; }

constexpr std::size_t kFixedWords = 8;
constexpr std::int64_t kLastYear = 9999;

std::optional<bool> ParseFlag(std::string_view word) {
    if (word == "0" || word == "1") return word == "1";
    return std::nullopt;
}

/// A group without a word about the year was written before links had one, and is no answer.
std::optional<MappedGroup> DecodeGroup(std::string_view word) {
    const auto parts = Split(word, ':');
    const auto id = GroupId::Parse(parts.front());
    if (parts.size() != 2 || !id) return std::nullopt;
    if (parts[1] == "-") return MappedGroup{.id = *id};
    const auto year = ParseInteger(parts[1]);
    if (!year || *year < 0 || *year > kLastYear) return std::nullopt;
    return MappedGroup{.id = *id, .year = SchoolYear{static_cast<int>(*year)}};
}

std::optional<MappedLicence> DecodeLine(std::string_view line) {
    const auto words = Split(line, ' ');
    if (words.size() < kFixedWords || words[1].empty() || (words[2] != "g" && words[2] != "p")) return std::nullopt;
    const auto id = LicenceId::Parse(words[0]);
    const auto start = Date::Parse(words[3]);
    const auto end = Date::Parse(words[4]);
    const auto renews = ParseFlag(words[5]);
    const auto ends_on = Date::Parse(words[6]);
    const auto cancelled = ParseFlag(words[7]);
    if (!id || !start || !end || !renews || (!ends_on && words[6] != "-") || !cancelled) return std::nullopt;
    MappedLicence licence{.id = *id,
                          .product_id = std::string(words[1]),
                          .kind = words[2] == "p" ? LicenceKind::kPupil : LicenceKind::kGroup,
                          .start = *start,
                          .end = *end,
                          .renews = *renews,
                          .ends_on = ends_on,
                          .cancelled = *cancelled};
    for (std::size_t i = kFixedWords; i < words.size(); ++i) {
        const auto group = DecodeGroup(words[i]);
        if (!group) return std::nullopt;
        licence.groups.push_back(*group);
    }
    return licence;
}

}  // namespace

std::string EncodeMapping(const SchoolMapping& mapping) {
    std::string text = std::to_string(mapping.version) + " " + std::to_string(mapping.licences.size()) + "\n";
    for (const auto& licence : mapping.licences) {
        text += licence.id.ToString() + " " + licence.product_id +
                (licence.kind == LicenceKind::kPupil ? " p " : " g ") + licence.start.ToString() + " " +
                licence.end.ToString() + (licence.renews ? " 1 " : " 0 ") +
                (licence.ends_on ? licence.ends_on->ToString() : "-") + (licence.cancelled ? " 1" : " 0");
        for (const auto& group : licence.groups) {
            text += " " + group.id.ToString() + ":";
            text += group.year ? std::to_string(group.year->first_year) : "-";
        }
        text += "\n";
    }
    return text;
}

std::optional<SchoolMapping> DecodeMapping(std::string_view text) {
    const auto lines = Split(text, '\n');
    const auto head = Split(lines.front(), ' ');
    if (head.size() != 2 || !lines.back().empty()) return std::nullopt;
    const auto version = ParseInteger(head[0]);
    const auto count = ParseInteger(head[1]);
    // The head, the licences, and nothing after the last line end.
    if (!version || *version < 0 || !count || *count + 2 != std::ssize(lines)) return std::nullopt;
    SchoolMapping mapping{.version = *version};
    for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
        auto licence = DecodeLine(lines[i]);
        if (!licence) return std::nullopt;
        // Decide searches by product.
        if (i > 1 && licence->product_id < mapping.licences.back().product_id) return std::nullopt;
        mapping.licences.push_back(std::move(*licence));
    }
    return mapping;
}

std::vector<MappingPtr> RedisMapping::Get(std::span<const WantedMapping> wanted) {
    std::vector<MappingPtr> mappings(wanted.size());
    std::vector<std::string> keys;
    for (const auto& of : wanted) keys.push_back(Key(of.school));
    const auto held = redis_.GetMany(keys);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (held && (*held)[i]) {
            if (auto mapping = DecodeMapping(*(*held)[i]); mapping && mapping->version == wanted[i].version)
                mappings[i] = std::make_shared<const SchoolMapping>(std::move(*mapping));
        }
        CountMapping(metrics_, "redis", !held ? "unavailable" : mappings[i] ? "hit" : "miss");
    }
    return mappings;
}

Status RedisMapping::Put(std::span<const MappingOfSchool> mappings) {
    std::vector<redis::Client::ScriptCall> calls;
    for (const auto& [school, mapping] : mappings) {
        calls.push_back(
            {.keys = {Key(school)},
             .arguments = {std::to_string(mapping->version), EncodeMapping(*mapping), std::string(kTimeToLive)}});
    }
    SUITE_RETURN_IF_ERROR(redis_.EvalMany(kPutIfNewer, calls));
    return {};
}

}  // namespace suite::licence
