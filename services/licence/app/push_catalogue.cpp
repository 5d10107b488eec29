#include "services/licence/app/push_catalogue.hpp"

#include <ranges>
#include <vector>

#include "core/id.hpp"

namespace suite::licence {
namespace {

constexpr std::int64_t kPage = 500;

Listing ToListing(const Method& method) {
    return {.id = method.id,
            .name = method.name,
            .url = method.url.value_or(""),
            .icon = method.icon.value_or(""),
            .teacher_application = method.tags.teacher_application,
            .test_application = method.tags.test_application};
}

Listing ToListing(const Product& product) {
    return {.id = product.id,
            .name = product.name,
            .url = product.url,
            .teacher_application = product.tags.teacher_application,
            .test_application = product.tags.test_application};
}

}  // namespace

struct PushCatalogue::World {
    std::map<UserList, Listing> catalogue{};  // a method comes before its products
    std::map<UserList, ListState> states{};
};

std::string FingerprintOf(const Listing& listing) {
    // FNV-1a, 64 bits: whoever changes a name does not try to make two of them meet.
    std::uint64_t hash = 14695981039346656037U;
    const auto add = [&](std::string_view text) {
        for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
        hash = (hash ^ 0xffU) * 1099511628211U;  // no UTF-8 has it
    };
    for (const auto* text : {&listing.id, &listing.name, &listing.url, &listing.icon}) add(*text);
    add(listing.teacher_application ? "t" : "");
    add(listing.test_application ? "t" : "");
    return EncodeId(static_cast<std::int64_t>(hash >> 1U));
}

Status PushCatalogue::operator()(Deadline deadline) const {
    SUITE_ASSIGN(auto world, Look());
    for (const auto& [list, listing] : world.catalogue) SUITE_RETURN_IF_ERROR(Put(list, listing, world, deadline));
    SUITE_RETURN_IF_ERROR(Clear(world, deadline));
    for (const auto& state : std::views::values(world.states)) {
        if (state.listed && !state.announced) SUITE_RETURN_IF_ERROR(Announce(state));
    }
    return {};
}

Result<PushCatalogue::World> PushCatalogue::Look() const {
    World world;
    SUITE_RETURN_IF_ERROR(store_.Read(SchoolScope::All(), Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
        world = {};
        for (std::string after;;) {
            SUITE_ASSIGN(const auto methods, tx.Catalogue().Methods(after, kPage));
            for (const auto& method : methods) world.catalogue[{.method_id = method.id}] = ToListing(method);
            if (std::ssize(methods) < kPage) break;
            after = methods.back().id;
        }
        for (std::string after;;) {
            SUITE_ASSIGN(const auto products, tx.Catalogue().Products({}, after, kPage));
            for (const auto& product : products) {
                world.catalogue[{.method_id = product.method_id, .product_id = product.id}] = ToListing(product);
            }
            if (std::ssize(products) < kPage) break;
            after = products.back().id;
        }
        SUITE_ASSIGN(const auto states, tx.Users().Lists());
        for (const auto& state : states) world.states[state.list] = state;
        return {};
    }));
    return world;
}

Status PushCatalogue::Put(const UserList& list, const Listing& listing, World& world, Deadline deadline) const {
    ListState state = world.states[list];
    state.list = list;
    const auto fingerprint = FingerprintOf(listing);
    if (state.fingerprint == fingerprint) return {};
    const bool is_method = list.product_id.empty();
    // What Basispoort refused of a method it cannot have of its products.
    if (!is_method && !world.states[{.method_id = list.method_id}].listed) return {};
    const auto put =
        is_method ? lika_.PutMethod(listing, deadline) : lika_.PutProduct(list.method_id, listing, deadline);
    if (!put && put.error().code != Code::kInvalidArgument) {
        if (put.error().code == Code::kNotFound && !is_method) {
            SUITE_RETURN_IF_ERROR(Unlist(store_, clock_, {.method_id = list.method_id}));
        }
        return Again(put.error());
    }
    state.announced = state.announced && state.listed;
    state.fingerprint = fingerprint;
    state.refused = !put;
    state.listed = put || state.listed;
    world.states[list] = state;
    return store_.Write(SchoolScope::All(), Deadline::In(kStoreTime),
                        [&](LicenceTx& tx) { return tx.Users().SaveList(state); });
}

Status PushCatalogue::Clear(const World& world, Deadline deadline) const {
    // From the back: a method after its products.
    for (const auto& [list, state] : world.states | std::views::reverse) {
        if (world.catalogue.contains(list)) continue;
        const auto gone = list.product_id.empty() ? lika_.RemoveMethod(list.method_id, deadline)
                                                  : lika_.RemoveProduct(list.method_id, list.product_id, deadline);
        if (!gone) return Again(gone.error());
        SUITE_RETURN_IF_ERROR(
            store_.Write(SchoolScope::All(), Deadline::In(kStoreTime),
                         [&gone_list = list](LicenceTx& tx) { return tx.Users().RemoveList(gone_list); }));
    }
    return {};
}

Status PushCatalogue::Announce(ListState state) const {
    for (SchoolId after;;) {
        std::vector<SchoolId> schools;
        SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), Deadline::In(kStoreTime), [&](LicenceTx& tx) -> Status {
            SUITE_ASSIGN(schools, tx.Users().SchoolsLicensed(state.list, after, kSchoolsAtOnce));
            for (const auto school : schools) SUITE_RETURN_IF_ERROR(tx.Users().Tell(school, clock_.Now()));
            return {};
        }));
        if (std::ssize(schools) < kSchoolsAtOnce) break;
        after = schools.back();
    }
    state.announced = true;
    return store_.Write(SchoolScope::All(), Deadline::In(kStoreTime),
                        [&](LicenceTx& tx) { return tx.Users().SaveList(state); });
}

}  // namespace suite::licence
