import { Outlet } from '@tanstack/react-router';

export default function Placeholder() {
  return <Outlet />;
}
