/* SPDX-License-Identifier: Apache-2.0 */
/* mm: pages, and mapping one page of the kernel's into a program. */
#ifndef HARNESS_LINUX_MM_H
#define HARNESS_LINUX_MM_H

#include <linux/gfp.h>
#include <linux/slab.h>
#include <linux/types.h>

#define PAGE_SHIFT	12
#define PAGE_SIZE	(1UL << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))
#define PAGE_ALIGN(x)	(((x) + PAGE_SIZE - 1) & PAGE_MASK)
#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)

/* A page is known by its address: struct page is never complete. */
struct page;
#define virt_to_page(p)		((struct page *)((unsigned long)(p) & PAGE_MASK))
#define page_address(p)		((void *)(p))
#define page_to_virt(p)		page_address(p)
#define alloc_pages(gfp, order)	((struct page *)__get_free_pages(gfp, order))
#define alloc_page(gfp)		alloc_pages(gfp, 0)
#define __free_pages(p, order)	free_pages((unsigned long)(p), order)
#define __free_page(p)		__free_pages(p, 0)
#define kmap_local_page(p)	page_address(p)
#define kunmap_local(a)		((void)(a))
#define kmap_atomic(p)		page_address(p)
#define kunmap_atomic(a)	((void)(a))
#define clear_highpage(p)	memset(page_address(p), 0, PAGE_SIZE)
#define get_order(n)		((n) <= PAGE_SIZE ? 0 : ilog2(((n) - 1) >> PAGE_SHIFT) + 1)

struct file;
struct vm_area_struct {
	unsigned long vm_start, vm_end, vm_pgoff;
	vm_flags_t vm_flags;
	pgprot_t vm_page_prot;
	void *vm_private_data;
	const struct vm_operations_struct *vm_ops;
	struct file *vm_file;
};

struct vm_fault {
	struct vm_area_struct *vma;
	pgoff_t pgoff;
	unsigned long address;
	struct page *page;
};

struct vm_operations_struct {
	void (*open)(struct vm_area_struct *v);
	void (*close)(struct vm_area_struct *v);
	vm_fault_t (*fault)(struct vm_fault *f);
};

#define VM_READ		1ul
#define VM_WRITE	2ul
#define VM_EXEC		4ul
#define VM_SHARED	8ul
#define VM_MAYWRITE	0x20ul
#define VM_IO		0x4000ul
#define VM_DONTEXPAND	0x40000ul
#define VM_DONTDUMP	0x4000000ul
#define VM_FAULT_SIGBUS	2
static inline void vm_flags_set(struct vm_area_struct *v, vm_flags_t f) { v->vm_flags |= f; }
static inline void vm_flags_clear(struct vm_area_struct *v, vm_flags_t f) { v->vm_flags &= ~f; }
int vm_insert_page(struct vm_area_struct *v, unsigned long at, struct page *p);

#endif
