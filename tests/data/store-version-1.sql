BEGIN TRANSACTION;
CREATE TABLE entities (
    key TEXT PRIMARY KEY, type TEXT NOT NULL, label TEXT NOT NULL, aliases TEXT NOT NULL, papers INTEGER NOT NULL,
    reasons TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "entities" VALUES('dataset:cifar-10','Dataset','CIFAR-10','[]',1,'{"CIFAR-10":"the lexicon lists this name"}');
INSERT INTO "entities" VALUES('dataset:humaneval','Dataset','HumanEval','[]',1,'{"HumanEval":"the lexicon lists this name"}');
INSERT INTO "entities" VALUES('dataset:imagenet','Dataset','ImageNet','[]',2,'{"ImageNet":"the lexicon lists this name"}');
INSERT INTO "entities" VALUES('dataset:mendbench','Dataset','MendBench','[]',1,'{"MendBench":"spelled alike"}');
INSERT INTO "entities" VALUES('method:convolutional-neural-network','Method','convolutional neural network','["CNN"]',1,'{"CNN":"the lexicon lists this name","convolutional neural network":"the lexicon lists this name"}');
INSERT INTO "entities" VALUES('method:knowledge-distillation','Method','Knowledge Distillation','["knowledge distillation"]',1,'{"Knowledge Distillation":"the lexicon lists this name","knowledge distillation":"the lexicon lists this name"}');
INSERT INTO "entities" VALUES('method:large-language-model','Method','Large language models','["LLMs"]',1,'{"LLMs":"the lexicon lists this name","Large language models":"the lexicon lists this name"}');
INSERT INTO "entities" VALUES('method:resnet-50','Method','ResNet-50','[]',1,'{"ResNet-50":"the lexicon lists this name"}');
INSERT INTO "entities" VALUES('method:tinkernet','Method','TinkerNet','[]',2,'{"TinkerNet":"spelled alike"}');
INSERT INTO "entities" VALUES('metric:accuracy','Metric','accuracy','[]',1,'{"accuracy":"the lexicon lists this name"}');
INSERT INTO "entities" VALUES('metric:top-1-accuracy','Metric','top-1 accuracy','[]',2,'{"top-1 accuracy":"the lexicon lists this name"}');
INSERT INTO "entities" VALUES('task:image-classification','Task','Image Classification','["image classification"]',1,'{"Image Classification":"the lexicon lists this name","image classification":"the lexicon lists this name"}');
INSERT INTO "entities" VALUES('task:program-repair','Task','Program Repair','["program repair"]',1,'{"Program Repair":"the lexicon lists this name","program repair":"the lexicon lists this name"}');
CREATE TABLE extractions (
    text_hash TEXT NOT NULL, configuration TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (text_hash, configuration)) WITHOUT ROWID;
INSERT INTO "extractions" VALUES('537af7e8e83bdf5d7815e3c38114d660254f1f2b','1e96edb14cd1b9c8','{"links":[],"entities":[{"type":"Dataset","name":"MendBench","surfaces":["MendBench"],"role":"introduced","confidence":0.9788,"role_confidence":0.9998,"mentions":[{"start":0,"end":9,"confidence":0.9788},{"start":55,"end":64,"confidence":0.9788}]},{"type":"Task","name":"Program Repair","surfaces":["Program Repair","program repair"],"role":"addressed","confidence":0.972,"role_confidence":0.9901,"mentions":[{"start":27,"end":41,"confidence":0.972},{"start":82,"end":96,"confidence":0.972}]},{"type":"Method","name":"Large language models","surfaces":["Large language models","LLMs"],"role":"used","confidence":0.9959,"role_confidence":0.9517,"mentions":[{"start":98,"end":119,"confidence":0.9959},{"start":121,"end":125,"confidence":0.9959}]},{"type":"Dataset","name":"HumanEval","surfaces":["HumanEval"],"role":"evaluated","confidence":0.9915,"role_confidence":0.9901,"mentions":[{"start":173,"end":182,"confidence":0.9915}]}],"results":[]}');
INSERT INTO "extractions" VALUES('651272bf66ff1fc3b412d5a65d26184cabfef9e9','1e96edb14cd1b9c8','{"links":[],"entities":[{"type":"Method","name":"TinkerNet","surfaces":["TinkerNet"],"role":"used","confidence":0.8503,"role_confidence":0.6298,"mentions":[{"start":6,"end":15,"confidence":0.8503},{"start":53,"end":62,"confidence":0.8503}]},{"type":"Method","name":"Knowledge Distillation","surfaces":["Knowledge Distillation","knowledge distillation"],"role":"used","confidence":0.9712,"role_confidence":0.9297,"mentions":[{"start":21,"end":43,"confidence":0.9712},{"start":68,"end":90,"confidence":0.9712}]},{"type":"Dataset","name":"ImageNet","surfaces":["ImageNet"],"role":"evaluated","confidence":0.9766,"role_confidence":0.9006,"mentions":[{"start":95,"end":103,"confidence":0.9766}]},{"type":"Metric","name":"top-1 accuracy","surfaces":["top-1 accuracy"],"role":"reported","confidence":0.9539,"role_confidence":0.985,"mentions":[{"start":121,"end":135,"confidence":0.9539}]},{"type":"Dataset","name":"CIFAR-10","surfaces":["CIFAR-10"],"role":"evaluated","confidence":0.9903,"role_confidence":0.9493,"mentions":[{"start":172,"end":180,"confidence":0.9903}]},{"type":"Metric","name":"accuracy","surfaces":["accuracy"],"role":"reported","confidence":0.8658,"role_confidence":0.7941,"mentions":[{"start":191,"end":199,"confidence":0.8658}]}],"results":[{"subject":null,"dataset":"ImageNet","metric":"top-1 accuracy","value":83.0,"unit":"%","kind":"score","text":"83.0% top-1 accuracy","start":115,"end":135,"confidence":0.6},{"subject":null,"dataset":"ImageNet","metric":"top-1 accuracy","value":81.5,"unit":"%","kind":"score","text":"top-1 accuracy, compared with 81.5%","start":121,"end":156,"confidence":0.6}]}');
INSERT INTO "extractions" VALUES('b5bb54f003f0f3070d581e9d1b7a2f146b2a1ca0','1e96edb14cd1b9c8','{"links":["https://github.com/example/tinkernet"],"entities":[{"type":"Method","name":"TinkerNet","surfaces":["TinkerNet"],"role":"introduced","confidence":0.981,"role_confidence":0.9998,"mentions":[{"start":0,"end":9,"confidence":0.981},{"start":65,"end":74,"confidence":0.981},{"start":147,"end":156,"confidence":0.981}]},{"type":"Task","name":"Image Classification","surfaces":["Image Classification","image classification"],"role":"addressed","confidence":0.9872,"role_confidence":0.9786,"mentions":[{"start":33,"end":53,"confidence":0.9872},{"start":125,"end":145,"confidence":0.9872}]},{"type":"Method","name":"convolutional neural network","surfaces":["convolutional neural network","CNN"],"role":"used","confidence":0.9916,"role_confidence":0.9718,"mentions":[{"start":86,"end":114,"confidence":0.9916},{"start":116,"end":119,"confidence":0.9916}]},{"type":"Metric","name":"top-1 accuracy","surfaces":["top-1 accuracy"],"role":"reported","confidence":0.9572,"role_confidence":0.9954,"mentions":[{"start":171,"end":185,"confidence":0.9572}]},{"type":"Dataset","name":"ImageNet","surfaces":["ImageNet"],"role":"evaluated","confidence":0.9905,"role_confidence":0.994,"mentions":[{"start":189,"end":197,"confidence":0.9905}]},{"type":"Method","name":"ResNet-50","surfaces":["ResNet-50"],"role":"compared","confidence":0.9902,"role_confidence":0.971,"mentions":[{"start":214,"end":223,"confidence":0.9902}]}],"results":[{"subject":"TinkerNet","dataset":"ImageNet","metric":"top-1 accuracy","value":81.5,"unit":"%","kind":"score","text":"81.5% top-1 accuracy","start":165,"end":185,"confidence":0.6},{"subject":"TinkerNet","dataset":"ImageNet","metric":"top-1 accuracy","value":2.1,"unit":"%","kind":"delta","text":"top-1 accuracy on ImageNet and outperforms ResNet-50 by 2.1%","start":171,"end":231,"confidence":0.6}]}');
CREATE TABLE keys (
    kind TEXT NOT NULL, value TEXT NOT NULL, record INTEGER NOT NULL REFERENCES records ON DELETE CASCADE,
    PRIMARY KEY (kind, value, record)) WITHOUT ROWID;
INSERT INTO "keys" VALUES('abstract','5be5b15d5367bf0a1cd0',1);
INSERT INTO "keys" VALUES('arxiv','2101.00001',1);
INSERT INTO "keys" VALUES('content','b5bb54f003f0f3070d58',1);
INSERT INTO "keys" VALUES('title','100ef892ac07e2c868a2',1);
INSERT INTO "keys" VALUES('abstract','5985254c70b015069502',2);
INSERT INTO "keys" VALUES('arxiv','2203.00002',2);
INSERT INTO "keys" VALUES('content','537af7e8e83bdf5d7815',2);
INSERT INTO "keys" VALUES('title','51a4ba03d6be77631102',2);
INSERT INTO "keys" VALUES('abstract','9bea49a633319ba2f915',3);
INSERT INTO "keys" VALUES('arxiv','2305.00003',3);
INSERT INTO "keys" VALUES('content','651272bf66ff1fc3b412',3);
INSERT INTO "keys" VALUES('title','2d56047c06ff128e0e39',3);
CREATE TABLE links (
    paper TEXT NOT NULL, predicate TEXT NOT NULL, entity TEXT NOT NULL, confidence REAL NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (paper, predicate, entity)) WITHOUT ROWID;
INSERT INTO "links" VALUES('arxiv:2101.00001','addresses','task:image-classification',0.9661,'[["arxiv:2101.00001",0,53,"TinkerNet: A Compact Network for Image Classification",33,53],["arxiv:2101.00001",54,146,"We propose TinkerNet, a compact convolutional neural network (CNN) for image classification.",125,145]]');
INSERT INTO "links" VALUES('arxiv:2101.00001','comparesWith','method:resnet-50',0.9615,'[["arxiv:2101.00001",147,232,"TinkerNet reaches 81.5% top-1 accuracy on ImageNet and outperforms ResNet-50 by 2.1%.",214,223]]');
INSERT INTO "links" VALUES('arxiv:2101.00001','evaluatesOn','dataset:imagenet',0.9846,'[["arxiv:2101.00001",147,232,"TinkerNet reaches 81.5% top-1 accuracy on ImageNet and outperforms ResNet-50 by 2.1%.",189,197]]');
INSERT INTO "links" VALUES('arxiv:2101.00001','introduces','method:tinkernet',0.9808,'[["arxiv:2101.00001",0,53,"TinkerNet: A Compact Network for Image Classification",0,9],["arxiv:2101.00001",54,146,"We propose TinkerNet, a compact convolutional neural network (CNN) for image classification.",65,74],["arxiv:2101.00001",147,232,"TinkerNet reaches 81.5% top-1 accuracy on ImageNet and outperforms ResNet-50 by 2.1%.",147,156]]');
INSERT INTO "links" VALUES('arxiv:2101.00001','reports','metric:top-1-accuracy',0.9528,'[["arxiv:2101.00001",147,232,"TinkerNet reaches 81.5% top-1 accuracy on ImageNet and outperforms ResNet-50 by 2.1%.",171,185]]');
INSERT INTO "links" VALUES('arxiv:2101.00001','uses','method:convolutional-neural-network',0.9636,'[["arxiv:2101.00001",54,146,"We propose TinkerNet, a compact convolutional neural network (CNN) for image classification.",86,114],["arxiv:2101.00001",54,146,"We propose TinkerNet, a compact convolutional neural network (CNN) for image classification.",116,119]]');
INSERT INTO "links" VALUES('arxiv:2203.00002','addresses','task:program-repair',0.9624,'[["arxiv:2203.00002",0,41,"MendBench: A Benchmark for Program Repair",27,41],["arxiv:2203.00002",42,97,"We introduce MendBench, a benchmark for program repair.",82,96]]');
INSERT INTO "links" VALUES('arxiv:2203.00002','evaluatesOn','dataset:humaneval',0.9817,'[["arxiv:2203.00002",153,183,"We also evaluate on HumanEval.",173,182]]');
INSERT INTO "links" VALUES('arxiv:2203.00002','introduces','dataset:mendbench',0.9786,'[["arxiv:2203.00002",0,41,"MendBench: A Benchmark for Program Repair",0,9],["arxiv:2203.00002",42,97,"We introduce MendBench, a benchmark for program repair.",55,64]]');
INSERT INTO "links" VALUES('arxiv:2203.00002','uses','method:large-language-model',0.9478,'[["arxiv:2203.00002",98,152,"Large language models (LLMs) solve 12.5% of its tasks.",98,119],["arxiv:2203.00002",98,152,"Large language models (LLMs) solve 12.5% of its tasks.",121,125]]');
INSERT INTO "links" VALUES('arxiv:2305.00003','evaluatesOn','dataset:cifar-10',0.9401,'[["arxiv:2305.00003",169,208,"On CIFAR-10 we report accuracy as well.",172,180]]');
INSERT INTO "links" VALUES('arxiv:2305.00003','evaluatesOn','dataset:imagenet',0.8795,'[["arxiv:2305.00003",92,168,"On ImageNet it reaches 83.0% top-1 accuracy, compared with 81.5% without it.",95,103]]');
INSERT INTO "links" VALUES('arxiv:2305.00003','reports','metric:accuracy',0.6875,'[["arxiv:2305.00003",169,208,"On CIFAR-10 we report accuracy as well.",191,199]]');
INSERT INTO "links" VALUES('arxiv:2305.00003','reports','metric:top-1-accuracy',0.9396,'[["arxiv:2305.00003",92,168,"On ImageNet it reaches 83.0% top-1 accuracy, compared with 81.5% without it.",121,135]]');
INSERT INTO "links" VALUES('arxiv:2305.00003','uses','method:knowledge-distillation',0.9029,'[["arxiv:2305.00003",0,43,"Wider TinkerNet with Knowledge Distillation",21,43],["arxiv:2305.00003",44,91,"We train TinkerNet with knowledge distillation.",68,90]]');
INSERT INTO "links" VALUES('arxiv:2305.00003','uses','method:tinkernet',0.5355,'[["arxiv:2305.00003",0,43,"Wider TinkerNet with Knowledge Distillation",6,15],["arxiv:2305.00003",44,91,"We train TinkerNet with knowledge distillation.",53,62]]');
CREATE TABLE mentions (
    paper TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, entity TEXT NOT NULL, confidence REAL NOT NULL,
    PRIMARY KEY (paper, start, "end", entity)) WITHOUT ROWID;
INSERT INTO "mentions" VALUES('arxiv:2101.00001',0,9,'method:tinkernet',0.981);
INSERT INTO "mentions" VALUES('arxiv:2101.00001',33,53,'task:image-classification',0.9872);
INSERT INTO "mentions" VALUES('arxiv:2101.00001',65,74,'method:tinkernet',0.981);
INSERT INTO "mentions" VALUES('arxiv:2101.00001',86,114,'method:convolutional-neural-network',0.9916);
INSERT INTO "mentions" VALUES('arxiv:2101.00001',116,119,'method:convolutional-neural-network',0.9916);
INSERT INTO "mentions" VALUES('arxiv:2101.00001',125,145,'task:image-classification',0.9872);
INSERT INTO "mentions" VALUES('arxiv:2101.00001',147,156,'method:tinkernet',0.981);
INSERT INTO "mentions" VALUES('arxiv:2101.00001',171,185,'metric:top-1-accuracy',0.9572);
INSERT INTO "mentions" VALUES('arxiv:2101.00001',189,197,'dataset:imagenet',0.9905);
INSERT INTO "mentions" VALUES('arxiv:2101.00001',214,223,'method:resnet-50',0.9902);
INSERT INTO "mentions" VALUES('arxiv:2203.00002',0,9,'dataset:mendbench',0.9788);
INSERT INTO "mentions" VALUES('arxiv:2203.00002',27,41,'task:program-repair',0.972);
INSERT INTO "mentions" VALUES('arxiv:2203.00002',55,64,'dataset:mendbench',0.9788);
INSERT INTO "mentions" VALUES('arxiv:2203.00002',82,96,'task:program-repair',0.972);
INSERT INTO "mentions" VALUES('arxiv:2203.00002',98,119,'method:large-language-model',0.9959);
INSERT INTO "mentions" VALUES('arxiv:2203.00002',121,125,'method:large-language-model',0.9959);
INSERT INTO "mentions" VALUES('arxiv:2203.00002',173,182,'dataset:humaneval',0.9915);
INSERT INTO "mentions" VALUES('arxiv:2305.00003',6,15,'method:tinkernet',0.8503);
INSERT INTO "mentions" VALUES('arxiv:2305.00003',21,43,'method:knowledge-distillation',0.9712);
INSERT INTO "mentions" VALUES('arxiv:2305.00003',53,62,'method:tinkernet',0.8503);
INSERT INTO "mentions" VALUES('arxiv:2305.00003',68,90,'method:knowledge-distillation',0.9712);
INSERT INTO "mentions" VALUES('arxiv:2305.00003',95,103,'dataset:imagenet',0.9766);
INSERT INTO "mentions" VALUES('arxiv:2305.00003',121,135,'metric:top-1-accuracy',0.9539);
INSERT INTO "mentions" VALUES('arxiv:2305.00003',172,180,'dataset:cifar-10',0.9903);
INSERT INTO "mentions" VALUES('arxiv:2305.00003',191,199,'metric:accuracy',0.8658);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('configuration','1e96edb14cd1b9c8');
INSERT INTO "meta" VALUES('schema','1');
CREATE TABLE papers (id TEXT PRIMARY KEY, data TEXT NOT NULL, text_hash TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "papers" VALUES('arxiv:2101.00001','{"id":"arxiv:2101.00001","title":"TinkerNet: A Compact Network for Image Classification","abstract":"We propose TinkerNet, a compact convolutional neural network (CNN) for image classification. TinkerNet reaches 81.5% top-1 accuracy on ImageNet and outperforms ResNet-50 by 2.1%. Code is at https://github.com/example/tinkernet.","authors":["Ada Example","Ben Sample"],"author_count":2,"date":"2021-01","date_text":null,"venue":null,"categories":["cs.CV"],"links":["https://github.com/example/tinkernet"],"arxiv":"2101.00001","doi":null,"sources":[{"file":"papers.jsonl","format":"jsonl","position":1}]}','b5bb54f003f0f3070d581e9d1b7a2f146b2a1ca0');
INSERT INTO "papers" VALUES('arxiv:2203.00002','{"id":"arxiv:2203.00002","title":"MendBench: A Benchmark for Program Repair","abstract":"We introduce MendBench, a benchmark for program repair. Large language models (LLMs) solve 12.5% of its tasks. We also evaluate on HumanEval.","authors":["Cy Nobody"],"author_count":1,"date":"2022-03","date_text":null,"venue":null,"categories":["cs.SE"],"links":[],"arxiv":"2203.00002","doi":null,"sources":[{"file":"papers.jsonl","format":"jsonl","position":2}]}','537af7e8e83bdf5d7815e3c38114d660254f1f2b');
INSERT INTO "papers" VALUES('arxiv:2305.00003','{"id":"arxiv:2305.00003","title":"Wider TinkerNet with Knowledge Distillation","abstract":"We train TinkerNet with knowledge distillation. On ImageNet it reaches 83.0% top-1 accuracy, compared with 81.5% without it. On CIFAR-10 we report accuracy as well.","authors":["Ada Example"],"author_count":1,"date":"2023-05","date_text":null,"venue":null,"categories":["cs.LG"],"links":[],"arxiv":"2305.00003","doi":null,"sources":[{"file":"papers.jsonl","format":"jsonl","position":3}]}','651272bf66ff1fc3b412d5a65d26184cabfef9e9');
CREATE TABLE records (
    id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, file TEXT NOT NULL, ident TEXT, run INTEGER NOT NULL,
    data TEXT NOT NULL, paper TEXT);
INSERT INTO "records" VALUES(1,'9d552f2c7507a76c83b54783a3b9668f7549a095942dbb587bf924bbbc6afecb','papers.jsonl','2101.00001',1,'{"title":"TinkerNet: A Compact Network for Image Classification","abstract":"We propose TinkerNet, a compact convolutional neural network (CNN) for image classification. TinkerNet reaches 81.5% top-1 accuracy on ImageNet and outperforms ResNet-50 by 2.1%. Code is at https://github.com/example/tinkernet.","authors":["Ada Example","Ben Sample"],"author_count":null,"date":"2021-01","date_text":null,"venue":null,"categories":["cs.CV"],"links":["https://github.com/example/tinkernet"],"arxiv":"2101.00001","doi":null,"own_id":null,"source":{"file":"papers.jsonl","format":"jsonl","position":1}}','arxiv:2101.00001');
INSERT INTO "records" VALUES(2,'7ef58b3fe9b0f696f52588e6d17f3efc6a1aebd7c9be7c05afd10af7ce11a67d','papers.jsonl','2203.00002',1,'{"title":"MendBench: A Benchmark for Program Repair","abstract":"We introduce MendBench, a benchmark for program repair. Large language models (LLMs) solve 12.5% of its tasks. We also evaluate on HumanEval.","authors":["Cy Nobody"],"author_count":null,"date":"2022-03","date_text":null,"venue":null,"categories":["cs.SE"],"links":[],"arxiv":"2203.00002","doi":null,"own_id":null,"source":{"file":"papers.jsonl","format":"jsonl","position":2}}','arxiv:2203.00002');
INSERT INTO "records" VALUES(3,'0f860b78b7a2922816df0dd44d98462da6c24f3c77ea215d02a8613656b689b4','papers.jsonl','2305.00003',1,'{"title":"Wider TinkerNet with Knowledge Distillation","abstract":"We train TinkerNet with knowledge distillation. On ImageNet it reaches 83.0% top-1 accuracy, compared with 81.5% without it. On CIFAR-10 we report accuracy as well.","authors":["Ada Example"],"author_count":null,"date":"2023-05","date_text":null,"venue":null,"categories":["cs.LG"],"links":[],"arxiv":"2305.00003","doi":null,"own_id":null,"source":{"file":"papers.jsonl","format":"jsonl","position":3}}','arxiv:2305.00003');
CREATE TABLE relations (
    subject TEXT NOT NULL, predicate TEXT NOT NULL, object TEXT NOT NULL, confidence REAL NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (subject, predicate, object)) WITHOUT ROWID;
INSERT INTO "relations" VALUES('method:tinkernet','comparedWith','method:resnet-50',0.9615,'[["arxiv:2101.00001",147,232,"TinkerNet reaches 81.5% top-1 accuracy on ImageNet and outperforms ResNet-50 by 2.1%.",214,223]]');
INSERT INTO "relations" VALUES('method:tinkernet','evaluatedOn','dataset:imagenet',0.9808,'[["arxiv:2101.00001",147,232,"TinkerNet reaches 81.5% top-1 accuracy on ImageNet and outperforms ResNet-50 by 2.1%.",189,197]]');
INSERT INTO "relations" VALUES('method:tinkernet','usedFor','task:image-classification',0.9661,'[["arxiv:2101.00001",0,53,"TinkerNet: A Compact Network for Image Classification",33,53]]');
INSERT INTO "relations" VALUES('metric:top-1-accuracy','variantOf','metric:accuracy',1.0,'[]');
CREATE TABLE results (
    key TEXT PRIMARY KEY, paper TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "results" VALUES('result:c710d761bf4fa665','arxiv:2101.00001','{"key":"result:c710d761bf4fa665","paper":"arxiv:2101.00001","method":"method:tinkernet","dataset":"dataset:imagenet","metric":"metric:top-1-accuracy","task":null,"value":2.1,"unit":"%","kind":"delta","text":"top-1 accuracy on ImageNet and outperforms ResNet-50 by 2.1%","start":171,"end":231,"confidence":0.6}');
INSERT INTO "results" VALUES('result:d5f343df707012dd','arxiv:2305.00003','{"key":"result:d5f343df707012dd","paper":"arxiv:2305.00003","method":null,"dataset":"dataset:imagenet","metric":"metric:top-1-accuracy","task":null,"value":81.5,"unit":"%","kind":"score","text":"top-1 accuracy, compared with 81.5%","start":121,"end":156,"confidence":0.6}');
INSERT INTO "results" VALUES('result:dd637df57e9fc1e6','arxiv:2305.00003','{"key":"result:dd637df57e9fc1e6","paper":"arxiv:2305.00003","method":null,"dataset":"dataset:imagenet","metric":"metric:top-1-accuracy","task":null,"value":83.0,"unit":"%","kind":"score","text":"83.0% top-1 accuracy","start":115,"end":135,"confidence":0.6}');
INSERT INTO "results" VALUES('result:fcfcc633f4a7136a','arxiv:2101.00001','{"key":"result:fcfcc633f4a7136a","paper":"arxiv:2101.00001","method":"method:tinkernet","dataset":"dataset:imagenet","metric":"metric:top-1-accuracy","task":null,"value":81.5,"unit":"%","kind":"score","text":"81.5% top-1 accuracy","start":165,"end":185,"confidence":0.6}');
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT, version TEXT NOT NULL, configuration TEXT NOT NULL,
    inputs TEXT NOT NULL, counts TEXT);
INSERT INTO "runs" VALUES(1,'2026-11-21T07:21:54+00:00','2026-11-21T07:21:54+00:00','0.1.0','1e96edb14cd1b9c8','["papers.jsonl"]','{"records":3,"papers":3,"merged":0,"title_only":0,"skipped":0,"extracted":3,"results":4,"entities Dataset":4,"entities Method":5,"entities Metric":2,"entities Task":2}');
CREATE INDEX records_paper ON records (paper);
CREATE INDEX records_ident ON records (file, ident);
CREATE INDEX keys_record ON keys (record);
CREATE INDEX links_entity ON links (entity);
CREATE INDEX results_paper ON results (paper);
COMMIT;
