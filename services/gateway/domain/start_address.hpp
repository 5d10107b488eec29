// Start addresses: where a bookmark, a shortcut or a tile in a portal begins (ACC-08, docs/decisions/0029). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace suite::gateway {

/// The publisher's five ways to log in, A to E.
enum class StartRoute { kBasispoort, kShortcut, kPortal, kBookmark, kHome };
enum class StartWho { kStaff, kPupil };

/// A school by a number that everybody may know: its Basispoort id, or BRIN and location ("99XX", "00").
struct SchoolNumber {
    std::optional<std::int64_t> basispoort_id{};
    std::string brin{};
    std::string location{};

    bool operator==(const SchoolNumber&) const = default;
};
/// "1001", "99XX00"; empty for none. The Basispoort id where there is one: a BRIN can change (ROS-11).
[[nodiscard]] std::string WriteNumber(const SchoolNumber& number);
/// Capitals or not. nullopt for anything else.
[[nodiscard]] std::optional<SchoolNumber> ReadNumber(std::string_view text);

struct StartAddress {
    StartRoute route = StartRoute::kBasispoort;
    StartWho who = StartWho::kPupil;
    SchoolNumber school{};
    std::string method{};   // key of the catalogue; empty: none in particular
    std::string product{};  // of that method; empty: none in particular

    bool operator==(const StartAddress&) const = default;
};

inline constexpr std::string_view kStart = "/start";

/// "/start/snelkoppeling/leerling/1001/cijferpad/cijferpad-5": stable, since it stands in bookmarks. No personal data.
[[nodiscard]] std::string WriteStart(const StartAddress& address);
/// `path` is decoded and begins with kStart; a slash at its end does not matter. NOT_FOUND: start-unknown for another
/// shape, a route or kind of visitor that is not there (nobody bookmarks D or E for staff), school-unknown or
/// method-unknown for what is no number or no key.
[[nodiscard]] Result<StartAddress> ReadStart(std::string_view path);

/// A pair of route and visitor that is there, with what a coordinator reads about it, Dutch and English.
struct StartKind {
    StartRoute route;
    StartWho who;
    std::string_view letter;  // "A" to "E"
    std::string_view title;
    std::string_view title_en;
    std::string_view purpose;
    std::string_view purpose_en;
};
[[nodiscard]] std::span<const StartKind> StartKinds();

/// Pupils on B, C and D are at school; A and E lead to Basispoort, which sees to it itself.
[[nodiscard]] bool OnlyAtSchool(const StartAddress& address);

}  // namespace suite::gateway
