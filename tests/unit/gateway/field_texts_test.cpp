#include "services/gateway/field_texts.hpp"

#include <catch2/catch.hpp>
#include <set>

namespace suite::gateway {
namespace {

/// With something in the place of the marks.
std::string Sample(std::string_view pattern) {
    std::string sample;
    int number = 7;
    for (const char c : pattern) {
        if (c == '#')
            sample += std::to_string(number++);
        else if (c == '*')
            sample += "rood, groen";
        else
            sample += c;
    }
    return sample;
}

std::string Marks(std::string_view pattern) {
    std::string marks;
    for (const char c : pattern) {
        if (c == '#' || c == '*') marks += c;
    }
    return marks;
}

}  // namespace

TEST_CASE("each message about a field has a Dutch text with the same marks, and no other takes its place", "[ACC-07]") {
    std::set<std::string_view> known;
    for (const auto& text : FieldTexts()) {
        CAPTURE(text.en, text.nl);
        CHECK(known.insert(text.en).second);
        CHECK_FALSE(text.nl.empty());
        CHECK(text.nl != text.en);
        CHECK(Marks(text.en) == Marks(text.nl));
        CHECK(Marks(text.en).find('*') >= Marks(text.en).size() - 1);  // a list is the last mark, or there is none
        CHECK(FieldTextIn(Language::kDutch, Sample(text.en)) == Sample(text.nl));
        CHECK(FieldTextIn(Language::kEnglish, Sample(text.en)) == Sample(text.en));
    }
}

TEST_CASE("numbers and our own names stay as they are in a translation", "[ACC-07]") {
    const auto dutch = [](std::string_view english) { return FieldTextIn(Language::kDutch, english); };
    CHECK(dutch("must be 1 to 500 characters") == "moet 1 tot 500 tekens zijn");
    CHECK(dutch("must be at most 60 characters") == "mag hoogstens 60 tekens lang zijn");
    CHECK(dutch("must be one of group, pupil") == "moet een van deze zijn: group, pupil");
    CHECK(dutch("must be from 1 to 2^53") == "moet van 1 tot en met 2^53 zijn");
    CHECK(dutch("is wider than a /16, of IPv6 a /32") == "is groter dan een /16, bij IPv6 een /32");
    CHECK(dutch("must be a school year like 2026-2027") == "moet een schooljaar zijn, zoals 2026-2027");
    CHECK(dutch("is missing") == "ontbreekt");
}

TEST_CASE("a message that nobody translated stays English", "[ACC-07]") {
    for (const auto* text : {"", "is missing.", "IS MISSING", "must be  to 5 characters", "must be 1 to x characters",
                             "must be 1 to 500 characters and more", "is", "#", "*"}) {
        CAPTURE(text);
        CHECK(FieldTextIn(Language::kDutch, text) == text);
    }
}

}  // namespace suite::gateway
