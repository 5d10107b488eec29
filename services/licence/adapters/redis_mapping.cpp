#include "services/licence/adapters/redis_mapping.hpp"

#include <array>

#include "core/text.hpp"

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

std::string Key(SchoolId school, const std::string& product_id) {
    return "sleutelbos:{" + school.ToString() + "}:mapping:" + product_id;
}

std::optional<LinkedLicence> DecodeLine(std::string_view line) {
    const auto words = Split(line, ' ');
    if (words.size() < 4) return std::nullopt;
    const auto id = LicenceId::Parse(words[0]);
    const auto start = Date::Parse(words[1]);
    const auto end = Date::Parse(words[2]);
    if (!id || !start || !end || (words[3] != "0" && words[3] != "1")) return std::nullopt;
    LinkedLicence licence{.id = *id, .start = *start, .end = *end, .cancelled = words[3] == "1"};
    for (std::size_t i = 4; i < words.size(); ++i) {
        const auto group = GroupId::Parse(words[i]);
        if (!group) return std::nullopt;
        licence.groups.push_back(*group);
    }
    return licence;
}

}  // namespace

std::string EncodeMapping(const ProductMapping& mapping) {
    std::string text = std::to_string(mapping.version) + "\n";
    for (const auto& licence : mapping.licences) {
        text += licence.id.ToString() + " " + licence.start.ToString() + " " + licence.end.ToString() +
                (licence.cancelled ? " 1" : " 0");
        for (const auto group : licence.groups) text += " " + group.ToString();
        text += "\n";
    }
    return text;
}

std::optional<ProductMapping> DecodeMapping(std::string_view text) {
    const auto lines = Split(text, '\n');
    const auto version = ParseInteger(lines.front());
    if (!version || *version < 0 || lines.size() < 2 || !lines.back().empty()) return std::nullopt;
    ProductMapping mapping{.version = *version};
    for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
        auto licence = DecodeLine(lines[i]);
        if (!licence) return std::nullopt;
        mapping.licences.push_back(std::move(*licence));
    }
    return mapping;
}

std::optional<ProductMapping> RedisMapping::Get(SchoolId school, const std::string& product_id, std::int64_t version) {
    const auto held = redis_.Get(Key(school, product_id));
    std::optional<ProductMapping> mapping;
    if (held && *held) mapping = DecodeMapping(**held);
    if (mapping && mapping->version != version) mapping.reset();
    const char* outcome = !held ? "unavailable" : mapping ? "hit" : "miss";
    metrics_.Count("licence_cache_total", "Look-ups of a mapping in Redis", {{"outcome", outcome}});
    return mapping;
}

Status RedisMapping::Put(SchoolId school, const std::string& product_id, const ProductMapping& mapping) {
    const std::array keys{Key(school, product_id)};
    const std::array arguments{std::to_string(mapping.version), EncodeMapping(mapping), std::string(kTimeToLive)};
    SUITE_RETURN_IF_ERROR(redis_.Eval(kPutIfNewer, keys, arguments));
    return {};
}

}  // namespace suite::licence
