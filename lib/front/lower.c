/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From libclang's cursors to our nodes, in one walk.
 *
 * libclang hides some kinds of expression behind UnexposedExpr; the number of
 * children and the type tell them apart.  Slots that it leaves out (the empty
 * clauses of a for) come back as NOTHING, so that children have fixed places:
 *
 *	IF	cond, then, [else]		CALL	callee, arguments
 *	FOR	init, cond, step, body		COND	cond, yes, no
 *	WHILE	cond, body			SWITCH	cond, body
 *	DO	body, cond			CASE	value, [high], statement
 *	VAR	[unevaluated], initialiser	RETURN	[value]
 */
#include "front/clang.h"

#include <stdlib.h>
#include <string.h>

#include <safec/safec.h>

#include "base/lex.h"
#include "base/vec.h"

struct lowering {
	struct front *front;
	struct unit *unit;
	uint32_t parent;
	unsigned int flags;	/* inherited by all nodes below */
	int err;
};

/* The children of a cursor, at hand. */
struct children {
	CXCursor *item;
	size_t n;
};

static int lower(struct lowering *l, CXCursor c);

static enum CXChildVisitResult keep_child(CXCursor c, CXCursor parent,
					  CXClientData data)
{
	struct children *list = data;
	CXCursor *at = vec_add(&list->item, &list->n, sizeof(*at));

	(void)parent;
	if (!at)
		return CXChildVisit_Break;
	*at = c;
	return CXChildVisit_Continue;
}

static struct children children_of(CXCursor c)
{
	struct children list = { 0 };

	clang_visitChildren(c, keep_child, &list);
	return list;
}

/* ----------------------------------------------------------------- kinds */

static enum node_kind unexposed_kind(CXCursor c, const struct children *list)
{
	CXType type = clang_getCursorType(c);

	if (type.kind == CXType_Void && list->n >= 2)
		return NODE_DESIGNATED;
	if (list->n == 4)
		return NODE_GNU_COND;
	return list->n == 1 ? NODE_WRAP : NODE_OTHER_EXPR;
}

static enum node_kind statement_kind(enum CXCursorKind kind)
{
	switch (kind) {
	case CXCursor_CompoundStmt:	return NODE_COMPOUND;
	case CXCursor_DeclStmt:		return NODE_DECLS;
	case CXCursor_IfStmt:		return NODE_IF;
	case CXCursor_ForStmt:		return NODE_FOR;
	case CXCursor_WhileStmt:	return NODE_WHILE;
	case CXCursor_DoStmt:		return NODE_DO;
	case CXCursor_SwitchStmt:	return NODE_SWITCH;
	case CXCursor_CaseStmt:		return NODE_CASE;
	case CXCursor_DefaultStmt:	return NODE_DEFAULT;
	case CXCursor_LabelStmt:	return NODE_LABEL;
	case CXCursor_GotoStmt:		return NODE_GOTO;
	case CXCursor_IndirectGotoStmt:	return NODE_INDIRECT_GOTO;
	case CXCursor_BreakStmt:	return NODE_BREAK;
	case CXCursor_ContinueStmt:	return NODE_CONTINUE;
	case CXCursor_ReturnStmt:	return NODE_RETURN;
	case CXCursor_AsmStmt:		return NODE_ASM;
	default:			return NODE_EMPTY;
	}
}

static enum node_kind expression_kind(enum CXCursorKind kind, CXCursor c,
				      const struct children *list)
{
	switch (kind) {
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:	return NODE_INT;
	case CXCursor_FloatingLiteral:	return NODE_FLOAT;
	case CXCursor_StringLiteral:	return NODE_STRING;
	case CXCursor_DeclRefExpr:	return NODE_REF;
	case CXCursor_MemberRefExpr:	return NODE_MEMBER;
	case CXCursor_ArraySubscriptExpr: return NODE_INDEX;
	case CXCursor_UnaryOperator:	return NODE_UNARY;
	case CXCursor_BinaryOperator:	return NODE_BINARY;
	case CXCursor_CompoundAssignOperator: return NODE_ASSIGN;
	case CXCursor_CallExpr:		return NODE_CALL;
	case CXCursor_CStyleCastExpr:	return NODE_CAST;
	case CXCursor_ParenExpr:	return NODE_PAREN;
	case CXCursor_ConditionalOperator: return NODE_COND;
	case CXCursor_StmtExpr:		return NODE_STMT_EXPR;
	case CXCursor_UnaryExpr:	return NODE_SIZEOF;
	case CXCursor_CompoundLiteralExpr: return NODE_COMPOUND_LITERAL;
	case CXCursor_InitListExpr:	return NODE_INIT_LIST;
	case CXCursor_AddrLabelExpr:	return NODE_LABEL_ADDRESS;
	case CXCursor_GenericSelectionExpr: return NODE_GENERIC;
	case CXCursor_UnexposedExpr:	return unexposed_kind(c, list);
	default:			return NODE_OTHER_EXPR;
	}
}

static enum node_kind node_kind_of(CXCursor c, const struct children *list)
{
	enum CXCursorKind kind = clang_getCursorKind(c);

	switch (kind) {
	case CXCursor_FunctionDecl:	return NODE_FUNCTION;
	case CXCursor_VarDecl:		return NODE_VAR;
	case CXCursor_ParmDecl:		return NODE_PARAM;
	case CXCursor_MemberRef:	return NODE_DESIGNATOR;
	case CXCursor_TypeRef:		return NODE_TYPE_REF;
	case CXCursor_UnexposedStmt:	return NODE_COMPOUND;
	default:			break;
	}
	if (clang_isStatement(kind))
		return statement_kind(kind);
	if (clang_isExpression(kind))
		return expression_kind(kind, c, list);
	return NODE_NONE;
}

static enum node_op binary_op(CXCursor c)
{
	switch (clang_getCursorBinaryOperatorKind(c)) {
	case CXBinaryOperator_Mul: case CXBinaryOperator_MulAssign:	return OP_MUL;
	case CXBinaryOperator_Div: case CXBinaryOperator_DivAssign:	return OP_DIV;
	case CXBinaryOperator_Rem: case CXBinaryOperator_RemAssign:	return OP_REM;
	case CXBinaryOperator_Add: case CXBinaryOperator_AddAssign:	return OP_ADD;
	case CXBinaryOperator_Sub: case CXBinaryOperator_SubAssign:	return OP_SUB;
	case CXBinaryOperator_Shl: case CXBinaryOperator_ShlAssign:	return OP_SHL;
	case CXBinaryOperator_Shr: case CXBinaryOperator_ShrAssign:	return OP_SHR;
	case CXBinaryOperator_And: case CXBinaryOperator_AndAssign:	return OP_AND;
	case CXBinaryOperator_Xor: case CXBinaryOperator_XorAssign:	return OP_XOR;
	case CXBinaryOperator_Or: case CXBinaryOperator_OrAssign:	return OP_OR;
	case CXBinaryOperator_LT:	return OP_LT;
	case CXBinaryOperator_GT:	return OP_GT;
	case CXBinaryOperator_LE:	return OP_LE;
	case CXBinaryOperator_GE:	return OP_GE;
	case CXBinaryOperator_EQ:	return OP_EQ;
	case CXBinaryOperator_NE:	return OP_NE;
	case CXBinaryOperator_LAnd:	return OP_LAND;
	case CXBinaryOperator_LOr:	return OP_LOR;
	case CXBinaryOperator_Comma:	return OP_COMMA;
	case CXBinaryOperator_Assign:	return OP_NONE;
	default:			return OP_OTHER;
	}
}

static enum node_op unary_op(CXCursor c)
{
	switch (clang_getCursorUnaryOperatorKind(c)) {
	case CXUnaryOperator_PostInc:	return OP_POST_INC;
	case CXUnaryOperator_PostDec:	return OP_POST_DEC;
	case CXUnaryOperator_PreInc:	return OP_PRE_INC;
	case CXUnaryOperator_PreDec:	return OP_PRE_DEC;
	case CXUnaryOperator_AddrOf:	return OP_ADDRESS;
	case CXUnaryOperator_Deref:	return OP_DEREF;
	case CXUnaryOperator_Plus:	return OP_PLUS;
	case CXUnaryOperator_Minus:	return OP_MINUS;
	case CXUnaryOperator_Not:	return OP_NOT;
	case CXUnaryOperator_LNot:	return OP_LNOT;
	case CXUnaryOperator_Extension:	return OP_EXTENSION;
	default:			return OP_OTHER;
	}
}

/* ----------------------------------------------------------------- nodes */

/* A new node at the end, below the current parent; 0 without memory. */
static uint32_t node_new(struct lowering *l, enum node_kind kind)
{
	struct unit *u = l->unit;
	uint32_t i = (uint32_t)u->node_count;
	struct node *n = vec_add(&u->nodes, &u->node_count, sizeof(*n));

	if (!n) {
		l->err = -SAFEC_ENOMEM;
		return 0;
	}
	n->kind = (uint8_t)kind;
	n->flags = (uint8_t)l->flags;
	n->parent = l->parent;
	n->last = i;
	return i;
}

static void place(struct lowering *l, uint32_t i, CXCursor c)
{
	CXSourceRange extent = clang_getCursorExtent(c);
	struct bound b, e;
	struct node *n;

	b = bound_of(l->front, l->unit, clang_getRangeStart(extent), false);
	e = bound_of(l->front, l->unit, clang_getRangeEnd(extent), true);
	n = &l->unit->nodes[i];
	n->begin = b.offset;
	n->end = e.offset;
	n->begin_class = b.class;
	n->end_class = e.class;
	n->macro = b.macro ? b.macro : e.macro;
	n->file = b.file == e.file ? b.file : 0;
	if (b.class == CLASS_ARG && b.macro != e.macro)
		n->end_class = CLASS_BODY;	/* two invocations: not one text */
}

static void value_of(struct lowering *l, uint32_t i, CXCursor c)
{
	struct unit *u = l->unit;
	CXEvalResult r = clang_Cursor_Evaluate(c);
	long long *v = vec_add(&u->values, &u->value_count, sizeof(*v));

	if (v && r && clang_EvalResult_getKind(r) == CXEval_Int) {
		*v = clang_EvalResult_getAsLongLong(r);
		u->nodes[i].sym = (uint32_t)u->value_count - 1;
		u->nodes[i].flags |= NODE_VALUE;
	}
	if (r)
		clang_EvalResult_dispose(r);
}

/* The name of SYM is spelled at C. */
static void mention(struct lowering *l, uint32_t node, uint32_t sym, CXCursor c)
{
	struct unit *u = l->unit;
	const struct symbol *s = &u->symbols[sym];
	struct mention *m;
	CXFile file;
	unsigned int at;

	if (s->kind != SYMBOL_FIELD && (s->kind != SYMBOL_VAR || s->is_local))
		return;
	clang_getSpellingLocation(clang_getCursorLocation(c), &file, NULL, NULL,
				  &at);
	m = vec_add(&u->mentions, &u->mention_count, sizeof(*m));
	if (!m)
		return;
	*m = (struct mention){ .node = node, .sym = sym, .at = at };
	if (file)
		m->file = intern_file(l->front, u, file);
}

static void name_of(struct lowering *l, uint32_t i, CXCursor c,
		    enum node_kind kind)
{
	bool declares = kind == NODE_FUNCTION || kind == NODE_VAR ||
			kind == NODE_PARAM || kind == NODE_LABEL;
	CXCursor decl = declares ? c : clang_getCursorReferenced(c);
	uint32_t sym;

	if (clang_Cursor_isNull(decl))
		return;
	sym = intern_symbol(l->front, l->unit, decl);
	l->unit->nodes[i].sym = sym;
	if (kind == NODE_FUNCTION || kind == NODE_VAR)
		l->unit->symbols[sym].node = i;
	if (kind == NODE_REF || kind == NODE_MEMBER || kind == NODE_DESIGNATOR ||
	    kind == NODE_VAR)
		mention(l, i, sym, c);
}

static bool is_arrow(const struct children *list)
{
	CXType type;

	if (!list->n)
		return false;
	type = clang_getCanonicalType(clang_getCursorType(list->item[0]));
	return type.kind == CXType_Pointer;
}

static void detail(struct lowering *l, uint32_t i, CXCursor c,
		   enum node_kind kind, const struct children *list)
{
	struct unit *u = l->unit;

	switch (kind) {
	case NODE_INT:
		value_of(l, i, c);
		break;
	case NODE_UNARY:
		u->nodes[i].op = (uint8_t)unary_op(c);
		break;
	case NODE_BINARY:
	case NODE_ASSIGN:
		u->nodes[i].op = (uint8_t)binary_op(c);
		break;
	case NODE_MEMBER:
		u->nodes[i].flags |= is_arrow(list) ? NODE_ARROW : 0;
		name_of(l, i, c, kind);
		break;
	case NODE_FUNCTION: case NODE_VAR: case NODE_PARAM: case NODE_LABEL:
	case NODE_GOTO: case NODE_REF: case NODE_DESIGNATOR:
		name_of(l, i, c, kind);
		break;
	default:
		break;
	}
}

/* -------------------------------------------------------------- children */

static void lower_nothing(struct lowering *l)
{
	node_new(l, NODE_NOTHING);
}

/* The two `;` of a for whose `(` follows BEGIN; false when there are none. */
static bool for_semicolons(const struct text *t, size_t begin, size_t semi[2])
{
	struct lexer lx = lexer_at(t->data, begin, t->size);
	struct token tok;
	int depth = 0, found = 0;

	while (lex(&lx, &tok) != TOKEN_END && found < 2) {
		if (tok.kind != TOKEN_PUNCT || tok.end - tok.begin != 1)
			continue;
		if (strchr("([{", t->data[tok.begin]))
			depth++;
		else if (strchr(")]}", t->data[tok.begin]) && --depth <= 0)
			return false;
		else if (t->data[tok.begin] == ';' && depth == 1)
			semi[found++] = tok.begin;
	}
	return found == 2;
}

/* The slot that clause C of a for with missing clauses has, from FROM on. */
static int for_slot(struct lowering *l, CXCursor c, const size_t semi[2],
		    bool known, int from)
{
	struct bound b;
	enum CXCursorKind kind;

	if (known) {
		b = bound_of(l->front, l->unit,
			     clang_getRangeStart(clang_getCursorExtent(c)), false);
		return b.offset < semi[0] ? 0 : b.offset < semi[1] ? 1 : 2;
	}
	kind = clang_getCursorKind(c);
	if (kind == CXCursor_DeclStmt)
		return 0;
	if (kind == CXCursor_UnaryOperator || kind == CXCursor_CompoundAssignOperator)
		return 2;
	if (kind == CXCursor_BinaryOperator && binary_op(c) == OP_NONE)
		return from ? 2 : 0;
	return 1;
}

static void lower_for(struct lowering *l, uint32_t i, CXCursor c,
		      const struct children *list)
{
	CXCursor slot[3] = { clang_getNullCursor(), clang_getNullCursor(),
			     clang_getNullCursor() };
	size_t semi[2], k;
	struct node n = l->unit->nodes[i];
	bool known = n.begin_class == CLASS_PLAIN && n.file &&
		     for_semicolons(unit_text(l->unit, n.file), n.begin, semi);
	int from = 0;

	(void)c;
	for (k = 0; k + 1 < list->n; k++) {
		from = list->n == 4 ? (int)k :
		       for_slot(l, list->item[k], semi, known, from);
		slot[from > 2 ? 2 : from] = list->item[k];
	}
	for (k = 0; k < 3; k++) {
		if (clang_Cursor_isNull(slot[k]))
			lower_nothing(l);
		else
			lower(l, slot[k]);
	}
	if (list->n)
		lower(l, list->item[list->n - 1]);
}

static void lower_unevaluated(struct lowering *l, CXCursor c)
{
	unsigned int flags = l->flags;

	l->flags |= NODE_UNEVALUATED;
	lower(l, c);
	l->flags = flags;
}

/* All children; only the last is evaluated when LAST_ONLY. */
static void lower_list(struct lowering *l, const struct children *list,
		       bool last_only)
{
	size_t k;

	for (k = 0; k < list->n && !l->err; k++) {
		if (last_only && k + 1 < list->n)
			lower_unevaluated(l, list->item[k]);
		else
			lower(l, list->item[k]);
	}
}

static void lower_var(struct lowering *l, CXCursor c, const struct children *list)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(c);
	size_t k;

	for (k = 0; k < list->n && !l->err; k++) {
		if (clang_equalCursors(list->item[k], init))
			lower(l, init);
		else if (clang_isExpression(clang_getCursorKind(list->item[k])))
			lower_unevaluated(l, list->item[k]);
	}
}

static void lower_children(struct lowering *l, uint32_t i, CXCursor c,
			   enum node_kind kind, const struct children *list)
{
	switch (kind) {
	case NODE_FOR:
		lower_for(l, i, c, list);
		break;
	case NODE_VAR:
		lower_var(l, c, list);
		break;
	case NODE_SIZEOF:
		l->flags |= NODE_UNEVALUATED;
		lower_list(l, list, false);
		break;
	case NODE_CAST:
		lower_list(l, list, true);
		break;
	case NODE_GNU_COND:
		lower(l, list->item[0]);
		lower(l, list->item[3]);
		break;
	default:
		lower_list(l, list, false);
		break;
	}
}

/* ----------------------------------------------------------------- walk */

static bool is_skipped(CXCursor c)
{
	enum CXCursorKind kind = clang_getCursorKind(c);

	return kind == CXCursor_StructDecl || kind == CXCursor_UnionDecl ||
	       kind == CXCursor_EnumDecl || clang_isAttribute(kind);
}

static int lower(struct lowering *l, CXCursor c)
{
	struct lowering below = *l;
	struct children list;
	enum node_kind kind;
	uint32_t i;

	if (l->err || is_skipped(c))
		return l->err;
	list = children_of(c);
	kind = node_kind_of(c, &list);
	i = kind == NODE_NONE ? 0 : node_new(l, kind);
	if (i) {
		place(l, i, c);
		detail(l, i, c, kind, &list);
		if (clang_isExpression(clang_getCursorKind(c)) &&
		    kind != NODE_OTHER_EXPR)
			l->unit->nodes[i].type =
				intern_type(l->front, l->unit,
					    clang_getCursorType(c));
		below.parent = i;
		lower_children(&below, i, c, kind, &list);
		l->unit->nodes[i].last = (uint32_t)l->unit->node_count - 1;
		l->err = l->err ? l->err : below.err;
	}
	free(list.item);
	return l->err;
}

int lower_top(struct front *f, struct unit *u, CXCursor c)
{
	struct lowering l = { .front = f, .unit = u };

	return lower(&l, c);
}
