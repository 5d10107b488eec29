// Port: what Basispoort shows of the publisher, and to whom (LIC-09; FACTS §5.1, "hosted lika").
#pragma once

#include <string>
#include <vector>

#include "core/deadline.hpp"
#include "core/error.hpp"
#include "services/licence/domain/basispoort_users.hpp"

namespace suite::licence {

/// A method or product as Basispoort shows it; an empty text is left out.
struct Listing {
    std::string id;
    std::string name;
    std::string url{};
    std::string icon{};
    bool teacher_application = false;
    bool test_application = false;
    bool operator==(const Listing&) const = default;
};

/// Errors of all: UNAVAILABLE or DEADLINE_EXCEEDED (may go well later; what was asked for may have been done),
/// NOT_FOUND (no such method or product there), INVALID_ARGUMENT (refused, and will be until something else is asked),
/// PERMISSION_DENIED (our certificate is not welcome), FAILED_PRECONDITION (TLS cannot be set up), DATA_LOSS (an answer
/// that was never promised). Everything may be sent twice. Thread-safe.
class HostedLika {
  public:
    virtual ~HostedLika() = default;
    /// Made when it is not there, else changed.
    [[nodiscard]] virtual Status PutMethod(const Listing& method, Deadline deadline) = 0;
    [[nodiscard]] virtual Status PutProduct(const std::string& method_id, const Listing& product,
                                            Deadline deadline) = 0;
    /// Succeed when it is not there. A method goes after its products.
    [[nodiscard]] virtual Status RemoveMethod(const std::string& method_id, Deadline deadline) = 0;
    [[nodiscard]] virtual Status RemoveProduct(const std::string& method_id, const std::string& product_id,
                                               Deadline deadline) = 0;

    /// Persons whom Basispoort does not know are dropped without a word.
    [[nodiscard]] virtual Status AddUsers(const UserList& list, const std::vector<UserKey>& users,
                                          Deadline deadline) = 0;
    [[nodiscard]] virtual Status RemoveUsers(const UserList& list, const std::vector<UserKey>& users,
                                             Deadline deadline) = 0;
    /// From now on exactly these, persons of the whole country.
    [[nodiscard]] virtual Status ReplaceUsers(const UserList& list, const std::vector<UserKey>& users,
                                              Deadline deadline) = 0;
    /// Sorted.
    [[nodiscard]] virtual Result<std::vector<UserKey>> ReadUsers(const UserList& list, Deadline deadline) = 0;
};

}  // namespace suite::licence
