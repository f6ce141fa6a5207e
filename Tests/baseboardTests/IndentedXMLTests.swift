// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import baseboard

struct IndentedXMLTests {
    @Test func `elements that hold elements get lines, texts stay in theirs`() {
        let text = "<?xml version=\"1.0\"?><a b=\"x>y\"><c>1 &lt; 2</c><d /><e><f>t</f></e><g></g></a>"
        #expect(
            IndentedXML.indent(text) == """
                <?xml version="1.0"?>
                <a b="x>y">
                  <c>1 &lt; 2</c>
                  <d />
                  <e>
                    <f>t</f>
                  </e>
                  <g></g>
                </a>
                """)
    }

    @Test(arguments: ["", "plain", "<a", "<a b=\"", "<!-- no end", "a < b"])
    func `what is not XML stays as it is`(text: String) {
        #expect(IndentedXML.indent(text) == text)
    }

    @Test(arguments: ["</a></b>", "<a></a></a>", "<![CDATA[ > ]]>", "<!-- > --><a/>"])
    func `unbalanced and odd markup keeps every tag`(text: String) {
        #expect(IndentedXML.indent(text).filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace })
    }
}
