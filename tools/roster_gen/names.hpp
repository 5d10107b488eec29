// The built-in lists that people and schools are named from.
#pragma once

#include <string>
#include <string_view>

#include "tools/roster_gen/random.hpp"

namespace suite::roster_gen {

/// Views into static lists.
struct PersonName {
    std::string_view given;
    std::string_view prefix;  // "van der", or empty
    std::string_view family;
};

/// Given and family name mostly of one origin; origins in about the share that Dutch classes have.
[[nodiscard]] PersonName MakeName(Random& random);
[[nodiscard]] std::string_view MakeGivenName(Random& random);

[[nodiscard]] std::string MakeSchoolName(Random& random);
[[nodiscard]] std::string MakeStreet(Random& random);
[[nodiscard]] std::string MakeCity(Random& random);

/// Lower-case ASCII letters and digits of `text`, diacritics dropped, anything else left out: "Öztürk" -> "ozturk".
[[nodiscard]] std::string Slug(std::string_view text);

}  // namespace suite::roster_gen
