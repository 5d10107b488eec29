// Sends every row of the expectations as every kind of caller, and compares what they see.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/functional/access/world.hpp"
#include "tests/functional/support/browser.hpp"

namespace suite::testing {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// One kind of caller: somebody with a token, or a browser with a session's cookie.
struct Who {
    std::string name;
    std::string key;  // in Expectation::who
    std::move_only_function<Answer(const std::string& method, const std::string& path, std::string body,
                                   Headers headers)>
        send;
    /// Nothing for who sees all schools.
    const Values* own = nullptr;
    const Values* own_gone = nullptr;
    const Values* other = nullptr;
    const Values* other_gone = nullptr;
    const Values* colleagues = nullptr;
    Browser* browser = nullptr;  // with a session: no token
};

class Matrix {
  public:
    explicit Matrix(World& world);

    /// Those who are not known get 401 and those who may not get 403, the same for what is there, what is gone and what
    /// never was.
    void Refuse(const Expectation& row);
    /// A write with a cookie that no page of ours sent is refused, whoever's the cookie is (ACC-01).
    void RefuseForeignPages(const Expectation& row);
    /// Whoever may is told the same of what is another's, or is gone, as of what does not exist or is no id: in the
    /// path a 404.
    void HideOthers(const Expectation& row);
    /// What is their own they get; and staff finds nothing of another school in it.
    void Allow(const Expectation& row);

    [[nodiscard]] int Requests() const { return requests_; }
    [[nodiscard]] std::size_t Callers() const { return unknown_.size() + known_.size(); }

  private:
    void AddUnknown();
    void AddStaff(const std::string& name, const std::string& key, const Actor& actor, bool at_own_school);
    void AddSession(const std::string& name, const std::string& key, const std::string& person);
    void Add(std::vector<Who>& to, const std::string& name, const std::string& key, const std::string& token);
    [[nodiscard]] static bool May(const Who& who, const Expectation& row);

    Answer Send(Who& who, const Expectation& row, const Values& values, Headers headers = {});
    void Refused(Who& who, const Expectation& row, const std::vector<Values>& all, int status, std::string_view code);
    void Hide(Who& who, const Expectation& row, const Parameter& object);
    /// The values that must look like one that never was.
    [[nodiscard]] std::vector<std::string> Alike(const Who& who, const Expectation& row, const Parameter& object,
                                                 const Values& base) const;
    void CheckSame(Who& who, const Expectation& row, const Values& never, const std::vector<Values>& alike,
                   bool in_path = false);
    void FollowLink(Who& who, const Expectation& row);

    World& world_;
    std::vector<Who> unknown_;
    std::vector<Who> known_;
    std::vector<std::unique_ptr<Browser>> browsers_;
    int requests_ = 0;
    int refused_rows_ = 0;
};

/// "GET /schools/{schoolId}" → "/schools/{schoolId}".
[[nodiscard]] std::string_view PathOf(const Expectation& row);
[[nodiscard]] std::string UpperCase(std::string text);
[[nodiscard]] bool IsWrite(const Expectation& row);

}  // namespace suite::testing
