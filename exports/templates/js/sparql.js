// The SPARQL that gives the table of a node: who is linked with it, how, and the sentence that says so.

function sparqlFor(node, prefixes) {
  const used = ["dcterms", "kg", "rdf", "skos"]
    .map((prefix) => `PREFIX ${prefix}: <${prefixes[prefix]}>`)
    .join("\n");
  const subject = `<${node.iri}>`;
  if (node.type === "Paper") {
    return `${used}
SELECT ?relation ?entity ?name ?confidence ?sentence WHERE {
  ?link a kg:Link ;
        rdf:subject ${subject} ;
        rdf:predicate ?relation ;
        rdf:object ?entity ;
        kg:confidence ?confidence ;
        kg:sentence ?sentence .
  OPTIONAL { ?entity skos:prefLabel ?name }
}
ORDER BY ?relation ?name
`;
  }
  return `${used}
SELECT ?relation ?paper ?title ?date ?confidence ?sentence WHERE {
  ?link a kg:Link ;
        rdf:subject ?paper ;
        rdf:predicate ?relation ;
        rdf:object ${subject} ;
        kg:confidence ?confidence ;
        kg:sentence ?sentence .
  OPTIONAL { ?paper dcterms:title ?title }
  OPTIONAL { ?paper dcterms:date ?date }
}
ORDER BY ?relation DESC(?date) ?title
`;
}
