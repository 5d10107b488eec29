// Identifiers of our own making: opaque and URL-safe outside, 63 random bits inside.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace suite {

/// Thirteen characters of Crockford's base32 in lower case (no i, l, o, u), so that an id can be read over the phone.
[[nodiscard]] std::string EncodeId(std::int64_t value);
/// nullopt unless `text` is exactly what EncodeId makes of a positive number: one id has one spelling.
[[nodiscard]] std::optional<std::int64_t> DecodeId(std::string_view text);

/// An id that cannot be mistaken for another kind's. Zero is "none" and never handed out.
template <class Tag>
struct Id {
    std::int64_t value = 0;

    [[nodiscard]] std::string ToString() const { return EncodeId(value); }
    [[nodiscard]] static std::optional<Id> Parse(std::string_view text) {
        if (auto value = DecodeId(text)) return Id{*value};
        return std::nullopt;
    }
    /// "None" for a text that is none of our ids: found nowhere, like one that nobody has.
    [[nodiscard]] static Id ParseOrNone(std::string_view text) { return Parse(text).value_or(Id{}); }
    explicit operator bool() const { return value != 0; }
    auto operator<=>(const Id&) const = default;
};

using SchoolId = Id<struct SchoolTag>;
using GroupId = Id<struct GroupTag>;
/// A registration of a pupil or staff member at one school (DESIGN: a person is a registration at a school).
using PersonId = Id<struct PersonTag>;
using LicenceId = Id<struct LicenceTag>;
using BatchId = Id<struct BatchTag>;
using ImportId = Id<struct ImportTag>;
using ConnectionId = Id<struct ConnectionTag>;
using ResultId = Id<struct ResultTag>;

/// Port: where new ids come from. Implementations are thread-safe and return positive numbers only.
class IdSource {
  public:
    virtual ~IdSource() = default;
    [[nodiscard]] virtual std::int64_t Next() = 0;

    template <class AnyId>
    [[nodiscard]] AnyId New() {
        return AnyId{Next()};
    }
};

}  // namespace suite

template <class Tag>
struct std::hash<suite::Id<Tag>> {
    std::size_t operator()(const suite::Id<Tag>& id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
