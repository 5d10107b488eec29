#include "testing/temp_dir.hpp"

#include <cstdlib>
#include <string>
#include <system_error>

namespace suite::testing {

TempDir::TempDir() {
    std::string name = std::filesystem::temp_directory_path() / "sleutelbos-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::system_error(errno, std::generic_category(), "mkdtemp");
    }
    path_ = name;
}

TempDir::~TempDir() {
    std::error_code ignored;  // a destructor has nobody to tell
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace suite::testing
