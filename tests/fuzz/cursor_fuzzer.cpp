// Cursors of lists: what was made here is read back as itself, whatever else comes is refused in one way, and no two
// texts are one place.
#include <cstring>

#include "core/pair_cursor.hpp"
#include "services/licence/domain/licence_list.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace suite::fuzz {
namespace {

void CheckRefusal(const Error& error) {
    Require(error.code == Code::kInvalidArgument && error.reason == reason::kInvalidCursor, "a refusal says why");
    Require(error.fields.empty() && error.metadata.empty(), "a refusal says nothing back");
}

std::int64_t NumberAt(std::string_view bytes, std::size_t at) {
    std::int64_t number = 0;
    if (bytes.size() > at) std::memcpy(&number, bytes.data() + at, std::min(sizeof number, bytes.size() - at));
    return number;
}

void CheckPlace(std::string_view key, const licence::ListOrder& order) {
    const auto place = licence::ParsePlace(key, order);
    if (!place) return CheckRefusal(place.error());
    Require(licence::PlaceText(*place, order) == key, "a place has one spelling");
    auto other = order;
    other.descending = !other.descending;
    Require(!licence::ParsePlace(key, other), "a place fits its own order only");
}

}  // namespace

void Cursor(std::string_view bytes) {
    if (const auto key = DecodeCursor(bytes)) {
        Require(EncodeCursor(*key) == bytes && IsCleanUtf8(*key), "a cursor has one spelling");
    } else {
        CheckRefusal(key.error());
    }
    if (const auto number = DecodeNumberCursor(bytes)) {
        Require(*number >= 0, "a number is a place");
        Require(bytes.empty() || EncodeCursor(std::to_string(*number)) == bytes, "a number has one spelling");
    } else {
        CheckRefusal(number.error());
    }
    if (const auto pair = DecodePairCursor(bytes)) {
        Require(pair->has_value() != bytes.empty(), "only the first page has no place");
        if (*pair) Require(EncodePairCursor((*pair)->first, (*pair)->second) == bytes, "a pair has one spelling");
    } else {
        CheckRefusal(pair.error());
    }

    // What is made is read.
    const auto made = DecodeCursor(EncodeCursor(bytes));
    Require(IsCleanUtf8(bytes) ? made && *made == bytes : !made, "a key is read back as itself");
    const auto first = NumberAt(bytes, 0);
    const auto second = NumberAt(bytes, 8);
    const auto pair = DecodePairCursor(EncodePairCursor(first, second));
    Require(pair && *pair == std::pair(first, second), "a pair is read back as itself");
    const auto number = DecodeNumberCursor(EncodeCursor(std::to_string(first)));
    Require(first < 0 ? !number : number && *number == first, "a number is read back as itself");

    for (const auto by : {licence::SortBy::kTitle, licence::SortBy::kStartDate, licence::SortBy::kEndDate,
                          licence::SortBy::kContractNumber, licence::SortBy::kGroupCount}) {
        for (const bool descending : {false, true}) {
            const licence::ListOrder order{.by = by, .descending = descending};
            CheckPlace(bytes, order);
            if (first <= 0) continue;
            const licence::ListPlace place{.key = std::string(bytes), .id = LicenceId{first}};
            const auto again = licence::ParsePlace(licence::PlaceText(place, order), order);
            Require(again && *again == place, "a place is read back as itself");
        }
    }
}

}  // namespace suite::fuzz

SUITE_FUZZ_ENTRY(Cursor)
