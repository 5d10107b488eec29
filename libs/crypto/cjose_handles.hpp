// cjose's objects, freed by themselves. For the .cpp files of libs/crypto only.
#pragma once

#include <cjose/cjose.h>

#include <memory>

namespace suite::crypto {

struct CjoseFree {
    void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
    void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
    void operator()(cjose_header_t* header) const { cjose_header_release(header); }
};
using Jwk = std::unique_ptr<cjose_jwk_t, CjoseFree>;
using Jws = std::unique_ptr<cjose_jws_t, CjoseFree>;
using JoseHeader = std::unique_ptr<cjose_header_t, CjoseFree>;

}  // namespace suite::crypto
