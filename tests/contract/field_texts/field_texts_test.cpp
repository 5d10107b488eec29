// What the services say is wrong with a field, held against its translations.
#include "services/gateway/field_texts.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "literals.hpp"

namespace suite::contract {
namespace {

using gateway::FieldTextIn;
using gateway::FieldTexts;
using gateway::Language;

struct Message {
    std::string file;
    std::string text;
};

/// Where a FieldViolation is made.
bool FindsFault(const Source& source) {
    return source.code.contains("FieldViolation") || source.code.contains(".fields=") ||
           source.code.contains("fields.push_back(");
}

bool OpensAsMessage(std::string_view text) {
    static constexpr std::array<std::string_view, 4> kOpenings{"must ", "is ", "has ", "needs exactly one of "};
    return std::ranges::any_of(kOpenings, [&](auto opening) { return text.starts_with(opening); });
}

/// "/yearGroups", "yearGroup": where in a request.
bool IsPointer(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/';
    });
}

/// In a file that finds fault: what opens as all messages do, and what stands after a pointer, however it opens.
std::vector<Message> Messages() {
    std::vector<Message> messages;
    for (const auto& source : ReadSources(SUITE_ROOT, {"libs", "services"})) {
        if (!FindsFault(source)) continue;
        for (std::size_t i = 0; i < source.literals.size(); ++i) {
            const auto& [text, before] = source.literals[i];
            const bool after_pointer =
                i > 0 && before == "," && text.contains(' ') && IsPointer(source.literals[i - 1].text);
            if (OpensAsMessage(text) || after_pointer) messages.push_back({source.file, text});
        }
    }
    return messages;
}

/// With "#" for each run of digits.
std::string Shape(std::string_view text) {
    std::string shape;
    for (const char c : text) {
        const bool digit = c >= '0' && c <= '9';
        if (!digit) shape += c;
        if (digit && !shape.ends_with('#')) shape += '#';
    }
    return shape;
}

bool IsOf(std::string_view said, std::string_view known) {
    const auto shape = Shape(said);
    const auto pattern = Shape(known);  // "UTF-8" has a digit
    const auto list = pattern.find('*');
    if (list == std::string::npos) return shape == pattern;
    return shape.starts_with(pattern.substr(0, list)) && shape.ends_with(pattern.substr(list + 1));
}

}  // namespace

TEST_CASE("every message about a field is in Dutch too", "[ACC-07]") {
    const auto messages = Messages();
    CHECK(messages.size() > 80);
    for (const auto& [file, text] : messages) {
        INFO(file << ": " << text);
        CHECK(FieldTextIn(Language::kDutch, text) != text);
    }
}

TEST_CASE("every translation is of a message that some service gives", "[ACC-07]") {
    const auto messages = Messages();
    for (const auto& known : FieldTexts()) {
        CAPTURE(known.en);
        CHECK(std::ranges::any_of(messages, [&](const Message& said) { return IsOf(said.text, known.en); }));
    }
}

TEST_CASE("a message about a field opens as all others do, so that this test knows it for one", "[ACC-07]") {
    for (const auto& [file, text] : Messages()) {
        INFO(file << ": " << text);
        CHECK(OpensAsMessage(text));
    }
}

}  // namespace suite::contract
