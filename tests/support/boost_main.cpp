// The main function of every Boost.Test binary.
#define BOOST_TEST_MODULE wardbridge
#include <boost/test/unit_test.hpp>
