#include "services/gateway/domain/url_template.hpp"

#include <array>
#include <catch2/catch.hpp>

namespace suite::gateway {
namespace {

constexpr std::array<std::string_view, 2> kPlaces{"target", "school"};

}  // namespace

TEST_CASE("a template is filled in its query only, so it leads to one site whatever fills it", "[ACC-08]") {
    for (const auto* fits : {"https://x.example", "https://x.example/", "https://x.example/?a=b",
                             "https://x.example/?T={target}", "https://x.example/p?T={target}&s={school}&u=1"}) {
        CAPTURE(fits);
        CHECK(FitsPlaces(fits, kPlaces));
    }
    for (const auto* wrong :
         {"https://{target}", "https://x.example/{school}", "https://{school}.example/?a=b",
          "https://x.example/?{target}", "https://x.example/?{target}=1", "https://x.example/?T={other}",
          "https://x.example/?T=a{target}", "https://x.example/?T={target}{school}", "https://x.example/?T={target",
          "https://x.example/?T={}"}) {
        CAPTURE(wrong);
        CHECK_FALSE(FitsPlaces(wrong, kPlaces));
    }
}

TEST_CASE("a value is encoded and a pair without one is left out", "[ACC-08]") {
    const UrlValues values{{"target", "https://m.example/?a=1&b=\xC3\xA9#x"}, {"school", "1001"}};
    CHECK(FillUrl("https://x.example/p?T={target}&u=1&s={school}", values) ==
          "https://x.example/p?T=https%3A%2F%2Fm.example%2F%3Fa%3D1%26b%3D%C3%A9%23x&u=1&s=1001");
    CHECK(FillUrl("https://x.example/p?T={target}&s={school}", {{"target", ""}, {"school", "1001"}}) ==
          "https://x.example/p?s=1001");
    CHECK(FillUrl("https://x.example/p?T={target}", {}) == "https://x.example/p");
    CHECK(FillUrl("https://x.example/p", values) == "https://x.example/p");
}

}  // namespace suite::gateway
