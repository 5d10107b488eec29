// The pupil-tracking systems (LAS) that results can go to, and what each of them takes (RES-01, RES-04).
#pragma once

#include <array>
#include <string_view>

namespace suite::results {

enum class ResultKind { kTest, kObservation, kPractice };

struct Las {
    std::string_view code;  // in the API and in the database; never renamed
    std::string_view name;  // as its vendor writes it
    bool takes_practice = false;
};

/// Tests and observations go to every LAS, practice results to Momento's dashboard only (manual for the ICT
/// coordinator, chapter 5). A new LAS is a new line here. Sorted by code.
inline constexpr std::array kLasTable = {
    Las{.code = "easyrapport", .name = "EasyRapport"},
    Las{.code = "momento", .name = "Momento", .takes_practice = true},
    Las{.code = "parnassys", .name = "ParnasSys"},
};

/// nullptr for a code that is not in the table.
[[nodiscard]] const Las* FindLas(std::string_view code);

[[nodiscard]] bool Takes(const Las& las, ResultKind kind);

}  // namespace suite::results
